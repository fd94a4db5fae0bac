//! How commands reach a server that runs on the same data directory: a socket
//! in that directory, open to its owner alone. One line asks, one line answers.

use crate::desk::Desk;
use crate::graph::KnowledgeGraph;
use crate::operations;
use anyhow::{Context, bail};
use serde::{Deserialize, Serialize};
use std::fs::{self, Permissions};
use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};

/// What a command can ask of the server.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Ask {
    /// Copy everything into this directory.
    BackUp(PathBuf),
}

/// The server's answer.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Answer {
    /// Done; the number of the last commit in the copy.
    BackedUp(u64),
    Failed(String),
}

fn socket(directory: &Path) -> PathBuf {
    directory.join("control")
}

/// Listens until the process ends. Without it the service works, but a backup
/// has to wait until it is stopped.
pub(super) fn listen(directory: &Path, graph: KnowledgeGraph, desk: Desk) {
    let path = socket(directory);
    // Left by a process that was killed: the lock of the directory is ours.
    let _ = fs::remove_file(&path);
    let listener = match UnixListener::bind(&path) {
        Ok(listener) => listener,
        Err(error) => {
            tracing::warn!(%error, path = %path.display(), "commands cannot reach this server");
            return;
        }
    };
    if let Err(error) = fs::set_permissions(&path, Permissions::from_mode(0o600)) {
        tracing::warn!(%error, path = %path.display(), "commands cannot reach this server");
        return;
    }
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            if let Err(error) = answer(stream, &graph, &desk) {
                tracing::warn!(%error, "a command was not answered");
            }
        }
    });
}

fn answer(mut stream: UnixStream, graph: &KnowledgeGraph, desk: &Desk) -> anyhow::Result<()> {
    let mut line = String::new();
    BufReader::new(&stream).read_line(&mut line)?;
    let answer = match serde_json::from_str(&line)? {
        Ask::BackUp(to) => match operations::back_up(graph, desk, &to) {
            Ok(commit) => Answer::BackedUp(commit),
            Err(error) => Answer::Failed(format!("{:#}", anyhow::Error::from(error))),
        },
    };
    writeln!(stream, "{}", serde_json::to_string(&answer)?)?;
    Ok(())
}

/// Asks the server of a data directory; none when no server runs on it.
pub(super) fn ask(directory: &Path, ask: &Ask) -> anyhow::Result<Option<u64>> {
    let Ok(mut stream) = UnixStream::connect(socket(directory)) else { return Ok(None) };
    writeln!(stream, "{}", serde_json::to_string(ask)?)?;
    let mut line = String::new();
    BufReader::new(stream).read_line(&mut line)?;
    match serde_json::from_str(&line).context("the server ended before it was done")? {
        Answer::BackedUp(commit) => Ok(Some(commit)),
        Answer::Failed(words) => bail!(words),
    }
}
