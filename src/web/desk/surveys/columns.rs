//! What the columns of a sheet mean, said in a form instead of in a file. The
//! sheet is held meanwhile; should it be gone, what was said is still in the
//! form, and the file is chosen once more.

use super::super::super::components::{heading, section};
use super::super::super::error::PageError;
use super::super::super::page::Page;
use super::super::super::reader::Reader;
use super::super::typed::TOKEN;
use super::super::visit::{DeskVisit, Done};
use super::list::{self, SHEETS};
use super::sketch::{ColumnSketch, Lack, Meaning, Sketch};
use super::upload::Upload;
use super::{admit, failed, trouble};
use crate::domain::{Language, StatementKind};
use crate::operations::SheetColumns;
use crate::survey::FoundColumn;
use axum::http::StatusCode;
use maud::{Markup, html};

/// The sheet by its hash, and the name of one in a workbook.
pub(in super::super) const PARAMETERS: [&str; 2] = ["sheet", "name"];
const PATH: &str = "/desk/surveys/columns";

/// The form while it is filled in.
pub(super) struct Form<'a> {
    pub(super) sketch: &'a Sketch,
    /// What stands in the sheet; none where it is held no longer.
    pub(super) found: Option<&'a SheetColumns>,
    /// Names the sheet.
    pub(super) held: &'a str,
    pub(super) troubles: &'a [Lack],
    pub(super) trouble: Option<Markup>,
}

pub(in super::super) fn show(visit: &DeskVisit<'_>) -> Result<Page, PageError> {
    admit(visit)?;
    let reader = visit.reader();
    let (hash, name) = (reader.value("sheet")?.unwrap_or_default(), reader.value("name")?);
    let service = visit.page.service;
    let Some(held) = service.held_sheet(&visit.caller.key.id, hash) else {
        let words = html! { p { (reader.text("trouble-gone")) } };
        return list::page(visit, Some(&words));
    };
    let found = match service.survey_columns(&held.bytes, name) {
        Ok(found) => found,
        Err(error) => match trouble::of(reader, &error) {
            Some(words) => return list::page(visit, Some(&words)),
            None => return Err(failed(error)),
        },
    };
    let sheet = name.unwrap_or_default().to_owned();
    let sketch = Sketch { sheet, ..Sketch::guessed(&found) };
    Form { sketch: &sketch, found: Some(&found), held: hash, troubles: &[], trouble: None }
        .page(visit)
}

/// Tries the sheet with what was said; what is missing is told, and what was
/// said stays.
pub(super) fn act(visit: &DeskVisit<'_>, upload: &Upload) -> Result<Done, PageError> {
    admit(visit)?;
    let (reader, service) = (visit.reader(), visit.page.service);
    let mut sketch = Sketch::typed(&upload.typed);
    let sent = upload.file("file").map(|file| list::hold(visit, file));
    let hash = sent.unwrap_or_else(|| upload.typed.value("held").to_owned());
    let held = service.held_sheet(&visit.caller.key.id, &hash);
    let name = Some(sketch.sheet.as_str()).filter(|name| !name.is_empty());
    let found = held.as_ref().map(|held| service.survey_columns(&held.bytes, name));
    let found = match found.transpose() {
        Ok(found) => found,
        Err(error) => {
            let words = trouble::of(reader, &error).ok_or_else(|| failed(error))?;
            return again(visit, &sketch, None, "", &[], Some(words));
        }
    };
    let listed = found.as_ref().is_some_and(|found| sketch.list_choices(found));
    let lacks = sketch.lacks(visit);
    let (Some(held), Some(found)) = (held, found) else {
        let words = html! { p { (reader.text("trouble-gone")) } };
        return again(visit, &sketch, None, "", &lacks, Some(words));
    };
    if listed || !lacks.is_empty() {
        let words = listed.then(|| html! { p { (reader.text("columns-explain-choices")) } });
        return again(visit, &sketch, Some(&found), &hash, &lacks, words);
    }
    match list::draft(visit, &held.name, &held.bytes, &sketch.to_json(visit).to_string()) {
        Ok(done) => {
            service.let_sheet_go(&visit.caller.key.id, &hash);
            Ok(done)
        }
        Err(error) => {
            let words = trouble::of(reader, &error).ok_or_else(|| failed(error))?;
            again(visit, &sketch, Some(&found), &hash, &[], Some(words))
        }
    }
}

fn again(
    visit: &DeskVisit<'_>,
    sketch: &Sketch,
    found: Option<&SheetColumns>,
    held: &str,
    troubles: &[Lack],
    trouble: Option<Markup>,
) -> Result<Done, PageError> {
    let page = Form { sketch, found, held, troubles, trouble }.page(visit)?;
    Ok(Done::Page(StatusCode::UNPROCESSABLE_ENTITY, Box::new(page)))
}

impl Form<'_> {
    pub(super) fn page(&self, visit: &DeskVisit<'_>) -> Result<Page, PageError> {
        let reader = visit.reader();
        let title = reader.text("columns-title");
        let body = html! {
            (heading(&reader.text("imports-title"), &title, html! { p.lead { (reader.text("columns-lead")) } }))
            @if let Some(words) = &self.trouble { (trouble::notice(reader, words)) }
            (self.summary(reader))
            (self.sheets(reader))
            form.entry.columns method="post" enctype="multipart/form-data" action=(reader.href(PATH)) {
                input type="hidden" name=(TOKEN) value=(visit.form_token);
                input type="hidden" name="held" value=(self.held);
                input type="hidden" name="name" value=(self.sketch.sheet);
                (section("survey", &reader.text("columns-survey"), self.survey(reader)))
                (section("columns", &reader.text("columns-columns"), html! {
                    p.intro { (reader.text("columns-words")) }
                    @for (place, column) in self.sketch.columns.iter().enumerate() { (self.column(reader, place, column)) }
                }))
                (self.file(reader))
                div.actions { button type="submit" { (reader.text("columns-try")) } }
            }
            (theme_list(visit)?)
        };
        let page = visit.page(title, &body)?;
        Ok(page
            .under(reader.text("nav-desk"), "/desk")
            .under(reader.text("imports-title"), "/desk/surveys"))
    }

    /// What is missing, with links to the fields.
    fn summary(&self, reader: &Reader) -> Markup {
        html! {
            @if !self.troubles.is_empty() {
                div.notice.trouble role="alert" {
                    h2.small { (reader.text("columns-wrong")) }
                    ul {
                        @for lack in self.troubles {
                            li { a href={ "#" (lack.field) } { @if let Some(column) = self.column_of(lack) { (column) ": " } (told(reader, lack)) } }
                        }
                    }
                }
            }
        }
    }

    /// The heading of the column that a lack is about.
    fn column_of(&self, lack: &Lack) -> Option<&str> {
        let place = lack.field.strip_prefix('c')?.split_once('.')?.0.parse::<usize>().ok()?;
        let column = self.sketch.columns.get(place)?;
        (!lack.field.ends_with(".meaning")).then_some(column.heading.as_str())
    }

    /// The other sheets of the workbook.
    fn sheets(&self, reader: &Reader) -> Markup {
        let sheets = self.found.map(|found| found.sheets.as_slice()).unwrap_or_default();
        let first = sheets.first().map(String::as_str).unwrap_or_default();
        let here = if self.sketch.sheet.is_empty() { first } else { &self.sketch.sheet };
        html! {
            @if sheets.len() > 1 {
                nav.tabs aria-label=(reader.text("columns-sheets")) {
                    p.note { (reader.text("columns-sheets")) }
                    ul {
                        @for sheet in sheets {
                            @let query: String = form_urlencoded::Serializer::new(String::new()).append_pair("sheet", self.held).append_pair("name", sheet).finish();
                            li { a href={ (reader.href(PATH)) "?" (query) } aria-current=[(sheet == here).then_some("page")] { (sheet) } }
                        }
                    }
                }
            }
        }
    }

    fn survey(&self, reader: &Reader) -> Markup {
        let sketch = self.sketch;
        html! {
            (self.line(reader, "id", "id", &sketch.id, true))
            (self.line(reader, "date", "date", &sketch.date, true))
            (self.titles(reader, "title", &reader.text("columns-title-of-survey"), &sketch.titles))
            (check(reader, "publish_words", "publish-words", sketch.publish_words))
            (check(reader, "synthetic", "synthetic", sketch.synthetic))
        }
    }

    fn column(&self, reader: &Reader, place: usize, column: &ColumnSketch) -> Markup {
        let found = self
            .found
            .and_then(|found| found.columns.iter().find(|found| found.heading == column.heading));
        let name = |field: &str| format!("c{place}.{field}");
        let meaning = name("meaning");
        html! {
            fieldset.column {
                legend {
                    @if let Some(found) = found { span.letters { (found.letters) } " " }
                    (column.heading)
                }
                input type="hidden" name=(name("heading")) value=(column.heading);
                @if let Some(found) = found { (samples(reader, found)) }
                div.field {
                    label for=(meaning) { (reader.text("columns-meaning")) }
                    select.meaning id=(meaning) name=(meaning) {
                        @for known in Meaning::ALL {
                            option value=(known.term()) selected[known == column.meaning] { (reader.text(&format!("columns-meaning-{}", known.term()))) }
                        }
                    }
                }
                div.asked { (self.question(reader, place, column)) }
            }
        }
    }

    fn question(&self, reader: &Reader, place: usize, column: &ColumnSketch) -> Markup {
        let name = |field: &str| format!("c{place}.{field}");
        let kinds = StatementKind::ALL.map(|kind| (kind.term(), reader.term("kind", kind.term())));
        let forms = ["free", "list", "choice"]
            .map(|form| (form, reader.text(&format!("columns-values-{form}"))));
        let title = format!("{}: {}", column.heading, reader.text("columns-title-of-question"));
        html! {
            div.pair {
                (self.line(reader, &name("number"), "number", &column.number, false))
                (self.select(reader, &name("kind"), "kind", &column.kind, &kinds, true))
                (self.select(reader, &name("values"), "values", &column.values, &forms, false))
            }
            (self.titles(reader, &name("title"), &title, &column.titles))
            (check(reader, &name("anonymous"), "anonymous", column.anonymous))
            (check(reader, &name("required"), "required", column.required))
            @if !column.choices.is_empty() { (self.choices(reader, place, column)) }
            details {
                summary { (reader.text("columns-more")) span.hidden { ": " (column.heading) } }
                div.pair {
                    (self.line(reader, &name("separators"), "separators", &column.separators, false))
                    (self.line(reader, &name("longest"), "longest", &column.longest, false))
                }
            }
        }
    }

    /// Each choice, and the themes that it is about.
    fn choices(&self, reader: &Reader, place: usize, column: &ColumnSketch) -> Markup {
        html! {
            fieldset.choices {
                legend { (reader.text("columns-choices")) }
                p.help { (reader.text("columns-choices-help")) }
                @for (number, (choice, themes)) in column.choices.iter().enumerate() {
                    @let id = format!("c{place}.themes.{number}");
                    div.field {
                        label for=(id) { (choice) }
                        input type="hidden" name={ "c" (place) ".choice." (number) } value=(choice);
                        (self.told_at(reader, &id))
                        input type="text" id=(id) name=(id) value=(themes) list="themes" autocomplete="off" aria-invalid=[self.is_wrong(&id)];
                    }
                }
            }
        }
    }

    fn line(&self, reader: &Reader, name: &str, key: &str, value: &str, needed: bool) -> Markup {
        let help = format!("{name}.help");
        html! {
            div.field {
                label for=(name) { (reader.text(&format!("columns-{key}"))) }
                p.help id=(help) { (reader.text(&format!("columns-{key}-help"))) }
                (self.told_at(reader, name))
                input type="text" id=(name) name=(name) value=(value) required[needed] aria-describedby=(help) aria-invalid=[self.is_wrong(name)];
            }
        }
    }

    fn titles(&self, reader: &Reader, name: &str, legend: &str, titles: &[String; 3]) -> Markup {
        html! {
            fieldset.titles {
                legend { (legend) }
                @for (language, title) in Language::ALL.into_iter().zip(titles) {
                    @let id = format!("{name}.{language}");
                    div.field {
                        label for=(id) { (reader.language_name(language.tag())) }
                        (self.told_at(reader, &id))
                        input type="text" id=(id) name=(id) value=(title) lang=(language.tag()) aria-invalid=[self.is_wrong(&id)];
                    }
                }
            }
        }
    }

    fn select(
        &self,
        reader: &Reader,
        name: &str,
        key: &str,
        value: &str,
        known: &[(&str, String)],
        open: bool,
    ) -> Markup {
        html! {
            div.field {
                label for=(name) { (reader.text(&format!("columns-{key}"))) }
                (self.told_at(reader, name))
                select id=(name) name=(name) aria-invalid=[self.is_wrong(name)] {
                    @if open { option value="" { (reader.text("columns-choose")) } }
                    @for (term, words) in known { option value=(term) selected[*term == value] { (words) } }
                }
            }
        }
    }

    /// The file once more, where it is held no longer; else another, if wanted.
    fn file(&self, reader: &Reader) -> Markup {
        let gone = self.found.is_none();
        html! {
            div.field {
                label for="file" { (reader.text(if gone { "imports-file" } else { "columns-other-file" })) }
                p.help #file-help { (reader.text("imports-file-help")) }
                input #file type="file" name="file" accept=(SHEETS) required[gone] aria-describedby="file-help";
            }
        }
    }

    fn is_wrong(&self, field: &str) -> Option<&'static str> {
        self.troubles.iter().any(|lack| lack.field == field).then_some("true")
    }

    fn told_at(&self, reader: &Reader, field: &str) -> Markup {
        html! {
            @for lack in self.troubles.iter().filter(|lack| lack.field == field) {
                p.remark { (told(reader, lack)) }
            }
        }
    }
}

fn told(reader: &Reader, lack: &Lack) -> String {
    reader.text_with(lack.key, &[("name", lack.name.as_str().into())])
}

fn samples(reader: &Reader, found: &FoundColumn) -> Markup {
    html! {
        p.note { (reader.count("columns-filled", found.filled)) }
        @if !found.samples.is_empty() {
            ul.samples { @for sample in &found.samples { li { (sample) } } }
        }
    }
}

fn check(reader: &Reader, name: &str, key: &str, checked: bool) -> Markup {
    html! {
        p.check {
            label.choice { input id=(name) type="checkbox" name=(name) value="on" checked[checked]; " " (reader.text(&format!("columns-{key}"))) }
        }
    }
}

/// The names of all themes, which a browser offers while one is typed.
pub(super) fn theme_list(visit: &DeskVisit<'_>) -> Result<Markup, PageError> {
    let field = super::super::super::components::theme_choices(&visit.page)?;
    Ok(html! {
        datalist #themes {
            @for (_, choices) in &field.choices { @for choice in choices { option value=(choice.name) {} } }
        }
    })
}
