"""A chart of lines as SVG, both axes logarithmic: how a cost grows."""

import html
import math

COLORS = ["#3b6fb6", "#c8553d", "#5a9367", "#8a5fa8", "#c99a2e", "#4f8f9f", "#7a7a7a"]
WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 720, 380, 70, 150, 40, 50


def number(value):
    if value >= 1:
        return f"{value:,.0f}"
    return f"{value:g}"


def decades(values):
    low, high = min(values), max(values)
    return range(math.floor(math.log10(low)), max(math.ceil(math.log10(high)), math.floor(math.log10(low)) + 1) + 1)


class Axis:
    def __init__(self, values, start, end):
        self.powers = list(decades(values))
        self.start, self.end = start, end

    def place(self, value):
        share = (math.log10(value) - self.powers[0]) / (self.powers[-1] - self.powers[0])
        return self.start + share * (self.end - self.start)


def text(x, y, words, anchor="middle", more=""):
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" {more}>{html.escape(words)}</text>'


def spread_apart(labels, gap=15):
    """Moves the labels' heights apart, so that none lies on another."""
    placed = []
    for y, name, color in sorted(labels):
        if placed:
            y = max(y, placed[-1][0] + gap)
        placed.append((y, name, color))
    return placed


def chart(title, x_title, y_title, points):
    """`points`: {name: [[x, y], …]}."""
    xs = Axis([x for line in points.values() for x, _ in line], LEFT, WIDTH - RIGHT)
    ys = Axis([y for line in points.values() for _, y in line], HEIGHT - BOTTOM, TOP)
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
             f'aria-label="{html.escape(title)}" font-family="system-ui, sans-serif" font-size="12" fill="#222">',
             f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
             text(LEFT, 22, f"{title} ({y_title})", "start", 'font-size="14" font-weight="600"')]
    for power in ys.powers:
        y = ys.place(10.0 ** power)
        parts.append(f'<path d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}" stroke="#ddd"/>')
        parts.append(text(LEFT - 8, y + 4, number(10.0 ** power), "end"))
    for power in xs.powers:
        parts.append(text(xs.place(10.0 ** power), HEIGHT - BOTTOM + 18, number(10.0 ** power)))
    parts.append(text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 12, x_title))
    labels = []
    for color, (name, line) in zip(COLORS, points.items()):
        path = "L".join(f"{xs.place(x):.1f} {ys.place(y):.1f}" for x, y in line)
        width = 3 if name == "pgmend" else 1.6
        parts.append(f'<path d="M{path}" fill="none" stroke="{color}" stroke-width="{width}"/>')
        parts += [f'<circle cx="{xs.place(x):.1f}" cy="{ys.place(y):.1f}" r="3" fill="{color}"/>' for x, y in line]
        labels.append((ys.place(line[-1][1]) + 4, name, color, xs.place(line[-1][0])))
    for y, name, color in spread_apart([label[:3] for label in labels]):
        parts.append(text(WIDTH - RIGHT + 10, y, name, "start", f'fill="{color}"'))
    return "\n".join([*parts, "</svg>"]) + "\n"
