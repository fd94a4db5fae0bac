//! Ours and its peers: loading the data into each, starting and stopping it.

use anyhow::{Context, bail, ensure};
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const GRAPH: &str = "https://example.org/graph/";
const PARTS: usize = 5;
const START_TIMEOUT: Duration = Duration::from_mins(1);

/// What is loaded, as one file and as parts of it.
pub(crate) struct Data {
    whole: PathBuf,
    parts: Vec<PathBuf>,
    pub(crate) triples: u64,
    /// Members and the themes that statements are about.
    pub(crate) members: Vec<String>,
    pub(crate) themes: Vec<String>,
}

/// Into how many graphs we load.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Layout {
    OneGraph,
    FiveGraphs,
}

impl Data {
    /// Deals out the lines of `file` in turn, so that what is said of a thing
    /// is spread over the parts.
    pub(crate) fn split(file: &Path, directory: &Path) -> anyhow::Result<Self> {
        let parts: Vec<PathBuf> =
            (0..PARTS).map(|part| directory.join(format!("part-{part}.nt"))).collect();
        let mut outs = parts
            .iter()
            .map(|path| Ok(BufWriter::new(File::create(path)?)))
            .collect::<anyhow::Result<Vec<_>>>()?;
        let (mut members, mut themes, mut triples) = (BTreeSet::new(), BTreeSet::new(), 0);
        for line in BufReader::new(File::open(file).context("no data")?).lines() {
            let line = line?;
            writeln!(outs[triples % PARTS], "{line}")?;
            triples += 1;
            let mut terms = line.split(' ').map(|term| term.trim_matches(['<', '>']));
            let (subject, predicate, object) = (terms.next(), terms.next(), terms.next());
            match (subject, predicate.and_then(|iri| iri.rsplit(['#', '/']).next()), object) {
                (Some(member), Some("type"), Some(class)) if class.ends_with("#Member") => {
                    members.insert(member.to_owned());
                }
                (_, Some("about"), Some(theme)) => {
                    themes.insert(theme.to_owned());
                }
                _ => {}
            }
        }
        for out in &mut outs {
            out.flush()?;
        }
        ensure!(!members.is_empty() && !themes.is_empty(), "no members or themes in the data");
        Ok(Self {
            whole: file.into(),
            parts,
            triples: triples as u64,
            members: members.into_iter().collect(),
            themes: themes.into_iter().collect(),
        })
    }
}

/// A server that is stopped when it is dropped.
pub(crate) struct Server {
    child: Child,
    pub(crate) name: &'static str,
    pub(crate) address: String,
    /// Path and query, up to where the parameters that vary are added.
    pub(crate) endpoint: String,
    pub(crate) loaded_in: Duration,
    /// Whether a query that it cannot answer, or answers otherwise, is left out.
    pub(crate) may_fail: bool,
}

impl Server {
    /// Ours, without its own content.
    pub(crate) fn passerelle(
        program: &Path,
        directory: &Path,
        data: &Data,
        layout: Layout,
    ) -> anyhow::Result<Self> {
        let begin = Instant::now();
        match layout {
            Layout::OneGraph => load_passerelle(program, directory, &data.whole, "0")?,
            Layout::FiveGraphs => {
                for (number, part) in data.parts.iter().enumerate() {
                    load_passerelle(program, directory, part, &number.to_string())?;
                }
            }
        }
        let loaded_in = begin.elapsed();
        let mut child = Command::new(program)
            .args(["serve", "--no-seed", "--listen", "127.0.0.1:0", "--data"])
            .arg(directory)
            .env("PASSERELLE_LOG", "warn")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let out = child.stdout.take().context("its output is piped")?;
        for line in BufReader::new(out).lines() {
            if let Some(address) = line?.strip_prefix("listening on http://") {
                let address = address.to_owned();
                return Ok(Self {
                    child,
                    name: if layout == Layout::OneGraph { "ours" } else { "ours, five graphs" },
                    address,
                    endpoint: "/sparql?".to_owned(),
                    loaded_in,
                    may_fail: false,
                });
            }
        }
        bail!("{} ended before it listened", program.display())
    }

    /// `oxigraph serve`, with the data in its default graph, where it is
    /// fastest. It is loaded twice: once into a named graph, to be timed.
    pub(crate) fn oxigraph(program: &Path, directory: &Path, data: &Data) -> anyhow::Result<Self> {
        let load = |place: &Path, graph: &[&str]| {
            let mut command = Command::new(program);
            command.arg("load").arg("--location").arg(place).arg("--file").arg(&data.whole);
            run(command.args(graph))
        };
        fs::create_dir_all(directory)?;
        let begin = Instant::now();
        load(&directory.join("named"), &["--graph", GRAPH])?;
        let loaded_in = begin.elapsed();
        let place = directory.join("default");
        load(&place, &[])?;
        let address = free_address()?;
        let child = Command::new(program)
            .args(["serve", "--bind", &address, "--location"])
            .arg(place)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        let server = Self {
            child,
            name: "oxigraph",
            address,
            endpoint: "/query?".to_owned(),
            loaded_in,
            may_fail: false,
        };
        server.wait()
    }

    /// Virtuoso, with the data in one graph that the protocol names.
    pub(crate) fn virtuoso(program: &Path, directory: &Path, data: &Data) -> anyhow::Result<Self> {
        fs::create_dir_all(directory)?;
        let (address, sql) = (free_address()?, free_address()?);
        let allowed = data.whole.parent().context("the data lie in a directory")?;
        let file = data.whole.file_name().and_then(|name| name.to_str()).context("a name")?;
        let settings = format!(
            "[Database]\nDatabaseFile={0}/v.db\nErrorLogFile={0}/v.log\nLockFile={0}/v.lck\nTransactionFile={0}/v.trx\n\
             xa_persistent_file={0}/v.pxa\n[TempDatabase]\nDatabaseFile={0}/t.db\nTransactionFile={0}/t.trx\n\
             [Parameters]\nServerPort={sql}\nDirsAllowed=.,{1}\nNumberOfBuffers=170000\nMaxDirtyBuffers=130000\n\
             CheckpointInterval=0\n[HTTPServer]\nServerPort={address}\nServerRoot={0}\nKeepAliveTimeout=60\n\
             ServerThreads=10\nMaxKeepAlives=16\n[SPARQL]\nResultSetMaxRows=1000000\n",
            directory.display(),
            allowed.display(),
        );
        let ini = directory.join("virtuoso.ini");
        fs::write(&ini, settings)?;
        let child = Command::new(program)
            .args(["+foreground", "+configfile"])
            .arg(&ini)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.append_pair("default-graph-uri", GRAPH);
        let mut server = Self {
            child,
            name: "virtuoso",
            address,
            endpoint: format!("/sparql?{}&", form.finish()),
            loaded_in: Duration::ZERO,
            may_fail: true,
        }
        .wait()?;
        let begin = Instant::now();
        let orders = format!(
            "ld_dir('{}', '{file}', '{GRAPH}'); rdf_loader_run(); checkpoint;",
            allowed.display()
        );
        let port = sql.rsplit(':').next().unwrap_or(&sql);
        run(Command::new("isql-vt").args([port, "dba", "dba", &format!("exec={orders}")]))?;
        server.loaded_in = begin.elapsed();
        Ok(server)
    }

    /// Waits until it takes connections.
    fn wait(mut self) -> anyhow::Result<Self> {
        let begin = Instant::now();
        while begin.elapsed() < START_TIMEOUT {
            if TcpStream::connect(&self.address).is_ok() {
                return Ok(self);
            }
            ensure!(self.child.try_wait()?.is_none(), "{} ended at once", self.name);
            std::thread::sleep(Duration::from_millis(20));
        }
        bail!("{} did not start", self.name)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn load_passerelle(
    program: &Path,
    directory: &Path,
    file: &Path,
    graph: &str,
) -> anyhow::Result<()> {
    let mut command = Command::new(program);
    command.args(["load", "--trusted"]).arg(file).arg("--data").arg(directory);
    // Without its own content, which the peers do not have either.
    run(command.arg("--graph").arg(format!("{GRAPH}{graph}")).env("PASSERELLE_SEED", "false"))
}

fn run(command: &mut Command) -> anyhow::Result<()> {
    let output = command.output().with_context(|| format!("cannot start {command:?}"))?;
    let words = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "{command:?} failed: {words}");
    Ok(())
}

/// A place that nobody listened on a moment ago.
fn free_address() -> anyhow::Result<String> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.to_string())
}
