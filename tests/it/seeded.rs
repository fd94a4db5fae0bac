//! The real seed, loaded once and lent to every test: in memory to read, or as
//! a data directory of the test's own to write to.

use passerelle::graph::{GraphFormat, KnowledgeGraph};
use passerelle::operations::{Opening, Passerelle, SyntheticSize, generate};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use tempfile::TempDir;

/// A graph in memory with the seed in it. Nobody writes to it.
pub(crate) static SEEDED: LazyLock<KnowledgeGraph> = LazyLock::new(|| {
    let graph = KnowledgeGraph::in_memory().expect("a graph in memory");
    graph.seed().expect("the seed fits its shapes");
    graph
});

/// A data directory with the seed in it.
static TEMPLATE: LazyLock<TempDir> = LazyLock::new(|| {
    let directory = tempfile::tempdir().expect("a directory for the test");
    let graph = KnowledgeGraph::open(directory.path()).expect("a new data directory opens");
    graph.seed().expect("the seed fits its shapes");
    drop(graph);
    // Whoever opens it next reads its log into files, and whoever serves it merges
    // them; once is enough.
    let graph = KnowledgeGraph::open(directory.path()).expect("the data directory opens");
    graph.compact().expect("its tables are merged");
    drop(graph);
    directory
});

/// A data directory of the caller's own with the seed in it.
pub(crate) fn data_directory() -> TempDir {
    let directory = tempfile::tempdir().expect("a directory for the test");
    copy(TEMPLATE.path(), directory.path());
    directory
}

/// A service on the seed, on a data directory of its own. It costs less than
/// one in memory, which checks the seed anew.
pub(crate) fn service(opening: Opening) -> (Passerelle, TempDir) {
    let directory = data_directory();
    let (service, _) = Passerelle::open_with(directory.path(), opening).expect("it opens");
    (service, directory)
}

/// The same with so many made-up members beside the seed.
pub(crate) fn service_with(members: u64) -> (Passerelle, TempDir) {
    let (service, directory) = service(Opening::default());
    let path = directory.path().join("members.nq");
    let mut file = File::create(&path).expect("a file can be made");
    generate(1, SyntheticSize::Members(members), GraphFormat::NQuads, &mut file).expect("members");
    service.load_files(&[path], None).expect("they fit the shapes");
    (service, directory)
}

/// The path of a file in `tests/`.
pub(crate) fn test_file(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(path)
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a directory can be made");
    for entry in std::fs::read_dir(from).expect("the directory can be read") {
        let entry = entry.expect("the directory can be read");
        let target = to.join(entry.file_name());
        if entry.file_type().expect("a file or a directory").is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), &target).expect("the file can be copied");
        }
    }
}
