"""What a check found: cases that hold or fail, and figures."""

import json


class Report:
    """Collects the cases of one check and says each failure at once."""

    def __init__(self, check):
        self.check, self.held, self.failed, self.skipped, self.figures = check, 0, [], [], {}

    def case(self, name, fault):
        """`fault` is None when the case held, otherwise what went wrong."""
        if fault is None:
            self.held += 1
        else:
            self.failed.append((name, fault))
            print(f"  FAILED {self.check}/{name}: {fault}", flush=True)

    def skip(self, name, reason):
        self.skipped.append((name, reason))
        print(f"  skipped {self.check}/{name}: {reason}", flush=True)

    def figure(self, name, value):
        self.figures[name] = round(value, 1) if isinstance(value, float) else value

    def line(self):
        total = self.held + len(self.failed)
        figures = ", ".join(f"{name} {value}" for name, value in self.figures.items())
        skipped = f", {len(self.skipped)} skipped" if self.skipped else ""
        return f"{self.check}: {self.held}/{total}{skipped}{'; ' + figures if figures else ''}"


def write(reports, path):
    """All reports as JSON, for docs/reliability.md."""
    rows = [
        {
            "check": report.check,
            "held": report.held,
            "failed": [{"case": name, "fault": fault} for name, fault in report.failed],
            "skipped": [{"case": name, "reason": reason} for name, reason in report.skipped],
            "figures": report.figures,
        }
        for report in reports
    ]
    path.write_text(json.dumps(rows, indent=1, ensure_ascii=False) + "\n")
