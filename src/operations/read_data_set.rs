//! Reads a data set to judge matching by from CSV files of anybody's making:
//! who mentions what, the tree of concepts, groups, a later edition. Each error
//! names the file and the line.

use crate::domain::{Certainty, Facet, Iri};
use crate::matching::evaluation::{DataSet, Said};
use crate::matching::{ConceptError, Concepts};
use csv::{ReaderBuilder, StringRecord};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

/// The files of a data set, and what their columns are called.
#[derive(Clone, Debug)]
pub struct DataSetFiles {
    /// Who mentions what.
    pub mentions: PathBuf,
    /// Narrower and broader concepts; without it no concept is broader.
    pub tree: Option<PathBuf>,
    /// The group of each entity.
    pub groups: Option<PathBuf>,
    /// What was said later, in the columns of `mentions`.
    pub later: Option<PathBuf>,
    /// Names of columns.
    pub columns: Columns,
    /// Values of the negative column that say that a concept is not mentioned.
    pub negatives: Vec<String>,
    /// The value of the split column that makes a row a later one.
    pub later_value: String,
    /// Between two fields.
    pub delimiter: u8,
}

/// Names of columns, compared without regard to case. An optional one that is
/// named must be there.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "each is the column of what its name says")]
pub struct Columns {
    pub entity: String,
    pub concept: String,
    pub facet: Option<String>,
    pub certainty: Option<String>,
    pub source: Option<String>,
    pub negative: Option<String>,
    pub split: Option<String>,
    pub child: String,
    pub parent: String,
    pub group: String,
}

/// Files that make no data set.
#[derive(Debug, thiserror::Error)]
pub enum DataSetError {
    /// A file is missing, or is no CSV.
    #[error("cannot read {path}")]
    Unreadable {
        /// Which.
        path: PathBuf,
        /// Why.
        source: csv::Error,
    },
    /// A column is missing.
    #[error("{path}: there is no column '{column}'; the columns are: {found}")]
    NoColumn {
        /// Of which file.
        path: PathBuf,
        /// Which.
        column: String,
        /// Those that are there.
        found: String,
    },
    /// A file has no rows.
    #[error("{path}: there are no rows below the header")]
    Empty {
        /// Which.
        path: PathBuf,
    },
    /// A row cannot be used.
    #[error("{path}, line {line}: {problem}")]
    Row {
        /// Of which file.
        path: PathBuf,
        /// From 1, comments included.
        line: u64,
        /// Why.
        problem: String,
    },
}

/// Reads the files. Lines that begin with `#` are comments, a byte order mark
/// is no part of a name, and blanks around a value are none of it.
///
/// # Errors
/// When a file cannot be read, misses a column, is empty, or has a row that
/// cannot be used.
pub fn read_data_set(files: &DataSetFiles) -> Result<DataSet, DataSetError> {
    let mut names = Names::default();
    let tree = files.tree.as_deref().map(|path| read_tree(files, path, &mut names)).transpose()?;
    let mut earlier = Vec::new();
    let mut later = Vec::new();
    read_mentions(files, &files.mentions, tree.as_ref(), &mut names, |one, is_later| {
        if is_later { later.push(one) } else { earlier.push(one) }
    })?;
    if let Some(path) = &files.later {
        read_mentions(files, path, tree.as_ref(), &mut names, |one, _| later.push(one))?;
    }
    let mentioned = |one: &&Said| !one.denied;
    if !earlier.iter().any(|one| mentioned(&one)) {
        return Err(DataSetError::Empty { path: files.mentions.clone() });
    }
    let groups = match &files.groups {
        Some(path) => read_groups(files, path, &mut names)?,
        None => HashMap::new(),
    };
    let concepts = match tree {
        Some(concepts) => concepts,
        None => flat(&files.mentions, earlier.iter().chain(&later))?,
    };
    let has_later = files.later.is_some() || files.columns.split.is_some();
    Ok(DataSet::new(concepts, &earlier, has_later.then_some(&later), &groups))
}

/// Identifiers for the names of others: the matching knows concepts by IRI.
#[derive(Default)]
struct Names {
    known: HashMap<String, Iri>,
}

impl Names {
    fn iri(&mut self, name: &str) -> Iri {
        let make = || {
            let encoded = utf8_percent_encode(name, NON_ALPHANUMERIC);
            Iri::trusted(&format!("urn:data-set:{encoded}"))
        };
        self.known.entry(name.to_owned()).or_insert_with(make).clone()
    }
}

/// A row with its line.
struct Row<'a> {
    path: &'a Path,
    line: u64,
    record: StringRecord,
}

impl Row<'_> {
    fn value(&self, column: usize) -> &str {
        self.record.get(column).unwrap_or_default().trim()
    }

    /// A value that must be there.
    fn filled(&self, column: usize, name: &str) -> Result<&str, DataSetError> {
        match self.value(column) {
            "" => Err(self.wrong(format!("the column '{name}' is empty"))),
            value => Ok(value),
        }
    }

    fn wrong(&self, problem: String) -> DataSetError {
        DataSetError::Row { path: self.path.to_owned(), line: self.line, problem }
    }

    /// One of a few words; the first where the column is not used or empty.
    fn word<T: Copy>(
        &self,
        column: Option<usize>,
        words: &[T],
        term: impl Fn(T) -> &'static str,
    ) -> Result<T, DataSetError> {
        let value = column.map_or("", |column| self.value(column));
        let found = words.iter().find(|word| value.eq_ignore_ascii_case(term(**word)));
        found.or_else(|| words.first().filter(|_| value.is_empty())).copied().ok_or_else(|| {
            let known: Vec<&str> = words.iter().map(|word| term(*word)).collect();
            self.wrong(format!("'{value}' is none of {}", known.join(", ")))
        })
    }
}

/// The rows of a file, each handed to `take` with the places of `columns`.
fn read_rows<const N: usize>(
    path: &Path,
    delimiter: u8,
    columns: [Option<&str>; N],
    mut take: impl FnMut([Option<usize>; N], &Row<'_>) -> Result<(), DataSetError>,
) -> Result<(), DataSetError> {
    let unreadable = |source| DataSetError::Unreadable { path: path.to_owned(), source };
    let mut reader = ReaderBuilder::new()
        .comment(Some(b'#'))
        .delimiter(delimiter)
        .from_path(path)
        .map_err(unreadable)?;
    let header = reader.headers().map_err(unreadable)?.clone();
    let mut places = [None; N];
    for (place, column) in places.iter_mut().zip(columns) {
        if let Some(column) = column {
            *place = Some(place_of(path, &header, column)?);
        }
    }
    let mut empty = true;
    let mut record = StringRecord::new();
    while reader.read_record(&mut record).map_err(unreadable)? {
        empty = false;
        let line = record.position().map_or(0, csv::Position::line);
        take(places, &Row { path, line, record: record.clone() })?;
    }
    if empty { Err(DataSetError::Empty { path: path.to_owned() }) } else { Ok(()) }
}

fn place_of(path: &Path, header: &StringRecord, column: &str) -> Result<usize, DataSetError> {
    let named = |name: &str| name.trim().eq_ignore_ascii_case(column.trim());
    header.iter().position(named).ok_or_else(|| DataSetError::NoColumn {
        path: path.to_owned(),
        column: column.to_owned(),
        found: header.iter().map(str::trim).collect::<Vec<_>>().join(", "),
    })
}

fn read_tree(
    files: &DataSetFiles,
    path: &Path,
    names: &mut Names,
) -> Result<Concepts, DataSetError> {
    let Columns { child, parent, .. } = &files.columns;
    let mut links: Vec<(Iri, Option<Iri>)> = Vec::new();
    let mut lines: BTreeMap<Iri, (u64, String)> = BTreeMap::new();
    read_rows(path, files.delimiter, [Some(child), Some(parent)], |columns, row| {
        let [Some(of_child), Some(of_parent)] = columns else { return Ok(()) };
        let name = row.filled(of_child, child)?;
        let concept = names.iri(name);
        let broader = match row.value(of_parent) {
            "" => None,
            parent => Some(names.iri(parent)),
        };
        lines.insert(concept.clone(), (row.line, name.to_owned()));
        links.push((concept, broader));
        Ok(())
    })?;
    Concepts::arrange(links).map_err(|error| {
        let (concept, what) = match &error {
            ConceptError::Cycle(concept) => (concept, "stands below itself"),
            ConceptError::TwoParents(concept) => (concept, "has two different parents"),
        };
        let (line, name) = lines.get(concept).cloned().unwrap_or_default();
        let problem = format!("the concept '{name}' {what}");
        DataSetError::Row { path: path.to_owned(), line, problem }
    })
}

fn read_mentions(
    files: &DataSetFiles,
    path: &Path,
    tree: Option<&Concepts>,
    names: &mut Names,
    mut take: impl FnMut(Said, bool),
) -> Result<(), DataSetError> {
    let Columns { entity, concept, facet, certainty, source, negative, split, .. } = &files.columns;
    let wanted = [
        Some(entity),
        Some(concept),
        facet.as_ref(),
        certainty.as_ref(),
        source.as_ref(),
        negative.as_ref(),
        split.as_ref(),
    ];
    let wanted = wanted.map(|column| column.map(String::as_str));
    read_rows(path, files.delimiter, wanted, |columns, row| {
        let [Some(of_entity), Some(of_concept), facet, certainty, source, negative, split] =
            columns
        else {
            return Ok(());
        };
        let name = row.filled(of_concept, concept)?;
        let about = names.iri(name);
        if tree.is_some_and(|concepts| concepts.index(&about).is_none()) {
            return Err(row.wrong(format!("the concept '{name}' is not in the tree")));
        }
        let is = |column: Option<usize>, value: &String| {
            column.is_some_and(|column| row.value(column).eq_ignore_ascii_case(value.trim()))
        };
        let said = Said {
            entity: names.iri(row.filled(of_entity, entity)?),
            facet: row.word(facet, &Facet::ALL, Facet::term)?,
            concept: about,
            certainty: row.word(certainty, &SUREST_FIRST, Certainty::term)?,
            source: names.iri(source.map_or("", |column| row.value(column))),
            denied: files.negatives.iter().any(|value| is(negative, value)),
        };
        take(said, is(split, &files.later_value));
        Ok(())
    })
}

const SUREST_FIRST: [Certainty; 3] =
    [Certainty::Explicit, Certainty::Inferred, Certainty::IllustrativeList];

fn read_groups(
    files: &DataSetFiles,
    path: &Path,
    names: &mut Names,
) -> Result<HashMap<Iri, String>, DataSetError> {
    let Columns { entity, group, .. } = &files.columns;
    let mut groups = HashMap::new();
    read_rows(path, files.delimiter, [Some(entity), Some(group)], |columns, row| {
        let [Some(of_entity), Some(of_group)] = columns else { return Ok(()) };
        let name = row.filled(of_entity, entity)?;
        let value = row.value(of_group);
        if value.is_empty() {
            return Ok(());
        }
        let before = groups.insert(names.iri(name), value.to_owned());
        match before.filter(|before| before != value) {
            Some(before) => {
                Err(row.wrong(format!("'{name}' is in two groups, '{before}' and '{value}'")))
            }
            None => Ok(()),
        }
    })?;
    Ok(groups)
}

/// A forest of what is mentioned, nothing broader than anything.
fn flat<'a>(path: &Path, said: impl Iterator<Item = &'a Said>) -> Result<Concepts, DataSetError> {
    let links: Vec<(Iri, Option<Iri>)> = said.map(|one| (one.concept.clone(), None)).collect();
    Concepts::arrange(links).map_err(|error| DataSetError::Row {
        path: path.to_owned(),
        line: 0,
        problem: error.to_string(),
    })
}
