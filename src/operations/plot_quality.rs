//! The curve of thin evidence as a picture: how well hidden mentions are found
//! again, by how many mentions each member is known.

use crate::matching::evaluation::{Figure, ThinFigures};
use plotters::drawing::DrawingAreaErrorKind;
use plotters::prelude::*;

/// Width and height in pixels.
const SIZE: (u32, u32) = (760, 460);
/// Colours that are told apart by eyes of every kind (Okabe and Ito 2008).
const COLOURS: [RGBColor; 5] = [
    RGBColor(0, 114, 178),
    RGBColor(86, 180, 233),
    RGBColor(0, 158, 115),
    RGBColor(230, 159, 0),
    RGBColor(120, 120, 120),
];
const FONT: &str = "sans-serif";

/// A picture that could not be drawn.
#[derive(Debug, thiserror::Error)]
#[error("cannot draw the plot: {0}")]
pub struct PlotError(String);

impl<E: std::error::Error + Send + Sync> From<DrawingAreaErrorKind<E>> for PlotError {
    fn from(error: DrawingAreaErrorKind<E>) -> Self {
        Self(error.to_string())
    }
}

/// The curve as SVG, with the 95 % interval of the first measure, the model.
///
/// # Errors
/// When the drawing fails.
pub fn plot_thin_evidence(thin: &[ThinFigures]) -> Result<String, PlotError> {
    let mut svg = String::new();
    {
        let area = SVGBackend::with_string(&mut svg, SIZE).into_drawing_area();
        area.fill(&WHITE)?;
        let all = thin.iter().flat_map(|one| &one.measures).map(|one| one.ndcg.high);
        let top = all.fold(0.1_f64, f64::max) * 1.1;
        let mut chart = ChartBuilder::on(&area)
            .caption("How well a hidden mention is found again, by amount of evidence", (FONT, 17))
            .margin(14)
            .x_label_area_size(44)
            .y_label_area_size(56)
            .build_cartesian_2d(-0.15..3.15, 0.0..top)?;
        chart
            .configure_mesh()
            .x_labels(4)
            .x_label_formatter(&|doublings: &f64| format!("{:.0}", 3.0 * doublings.exp2()))
            .x_desc("mentions known of each member")
            .y_desc("nDCG")
            .label_style((FONT, 13))
            .light_line_style(WHITE)
            .draw()?;
        let band = interval(thin, |one| one.measures.first().map(|one| one.ndcg));
        chart.draw_series(std::iter::once(Polygon::new(band, COLOURS[0].mix(0.15))))?;
        for (place, colour) in COLOURS.iter().enumerate() {
            let points = curve(thin, |one| one.measures.get(place).map(|one| one.ndcg.value));
            let Some(measure) = thin.first().and_then(|one| one.measures.get(place)) else {
                continue;
            };
            let style = ShapeStyle { color: colour.to_rgba(), filled: false, stroke_width: 2 };
            chart
                .draw_series(LineSeries::new(points, style))?
                .label(measure.measure.label())
                .legend(move |(x, y)| PathElement::new([(x, y), (x + 20, y)], style));
        }
        let luck = DashedLineSeries::new(curve(thin, |one| Some(one.luck)), 4, 4, BLACK.into());
        let dash = |(x, y)| PathElement::new([(x, y), (x + 20, y)], BLACK.mix(0.5));
        chart.draw_series(luck)?.label("luck").legend(dash);
        chart
            .configure_series_labels()
            .position(SeriesLabelPosition::LowerRight)
            .background_style(WHITE)
            .label_font((FONT, 13))
            .draw()?;
        area.present()?;
    }
    Ok(svg)
}

/// Doublings of three mentions.
fn place(one: &ThinFigures) -> f64 {
    (f64::from(u32::try_from(one.mentions).unwrap_or(u32::MAX)) / 3.0).log2()
}

fn curve(thin: &[ThinFigures], value: impl Fn(&ThinFigures) -> Option<f64>) -> Vec<(f64, f64)> {
    thin.iter().filter_map(|one| Some((place(one), value(one)?))).collect()
}

/// The outline of the interval: its lower side there, its upper side back.
fn interval(
    thin: &[ThinFigures],
    figure: impl Fn(&ThinFigures) -> Option<Figure>,
) -> Vec<(f64, f64)> {
    let mut outline = curve(thin, |one| figure(one).map(|figure| figure.low));
    let mut upper = curve(thin, |one| figure(one).map(|figure| figure.high));
    upper.reverse();
    outline.append(&mut upper);
    outline
}
