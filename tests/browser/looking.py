"""Looking at a page: axe, and what axe does not see. Each look returns what is wrong, in words."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any

from playwright.sync_api import Page

# Rules on top of axe's own choice; what best practice says counts as well.
OPTIONS = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
SMALL = (320, 256)  # 1280 × 1024 at 400 %
MOST_STOPS = 30

STRUCTURE = """language => {
  const said = [];
  const seen = e => e.checkVisibility({checkOpacity: false, checkVisibilityCSS: true});
  const name = e => e.outerHTML.slice(0, 120);
  const h1 = document.querySelectorAll('h1');
  if (h1.length !== 1) said.push(`${h1.length} h1`);
  if (document.documentElement.lang !== language) said.push(`lang is ${document.documentElement.lang}`);
  if (!document.title.trim()) said.push('no title');
  for (const e of document.querySelectorAll('input, select, textarea')) {
    if (['hidden', 'submit', 'button', 'image', 'reset'].includes(e.type)) continue;
    if (!(e.labels && e.labels.length) && !e.ariaLabel && !e.getAttribute('aria-labelledby')) said.push('no label: ' + name(e));
  }
  if (document.querySelector('[tabindex]:not([tabindex="0"]):not([tabindex="-1"])')) said.push('a positive tabindex');
  const ids = [...document.querySelectorAll('[id]')].map(e => e.id);
  const twice = ids.filter((id, n) => ids.indexOf(id) !== n);
  if (twice.length) said.push('ids twice: ' + twice);
  const main = document.querySelector('main');
  if (!main) return [...said, 'no main'];
  const action = main.querySelector('a.button-primary, button.button-primary, form[method=post] button');
  if (action && seen(action) && !action.disabled && (action.tabIndex < 0 || action.closest('[inert]')))
    said.push('the keyboard does not reach ' + name(action));
  for (const e of document.querySelectorAll('[style], [onclick], [onchange]')) said.push('inline code: ' + name(e));
  return said;
}"""

WIDTH = "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"

# With forced colours only borders, outlines, underlines, weights and words remain.
FORCED = """() => {
  const said = [];
  const seen = e => e.checkVisibility({checkVisibilityCSS: true}) && e.getBoundingClientRect().width > 1;
  const name = e => e.outerHTML.slice(0, 120);
  const edged = e => {
    const s = getComputedStyle(e);
    return ['Top', 'Bottom', 'Left', 'Right'].some(side => s[`border${side}Style`] !== 'none' && parseFloat(s[`border${side}Width`]) >= 1)
      || (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 1);
  };
  for (const e of document.querySelectorAll('button, .button, [class*=button-], select, textarea, input')) {
    if (['hidden', 'checkbox', 'radio', 'file', 'range', 'color'].includes(e.type) || !seen(e)) continue;
    if (e.tagName !== 'BUTTON' && e.tagName !== 'A' && !e.form) continue;
    if (!edged(e) && !getComputedStyle(e).textDecorationLine.includes('underline')) said.push('no edge: ' + name(e));
  }
  const looks = e => { const s = getComputedStyle(e), b = getComputedStyle(e, '::before'), a = getComputedStyle(e, '::after');
    return [s.fontWeight, s.textDecorationLine, s.borderTopWidth + s.borderTopStyle, s.borderBottomWidth + s.borderBottomStyle,
      s.borderLeftWidth + s.borderLeftStyle, s.outlineStyle, s.outlineWidth, b.content, a.content, e.querySelectorAll('svg').length,
      s.forcedColorAdjust === 'none' ? s.backgroundColor : ''].join('|'); };
  const STATE = '[aria-current]:not([aria-current=false]), [aria-selected=true], [aria-pressed=true]';
  for (const e of document.querySelectorAll(STATE)) {
    if (!seen(e)) continue;
    const list = e.closest('ul, ol, nav, tr, [role=tablist], div');
    const other = list && [...list.querySelectorAll(e.tagName)].find(o => o !== e && !o.matches(STATE) && seen(o));
    if (other && looks(other) === looks(e)) said.push('state by colour only: ' + name(e));
  }
  const rgb = c => (c.match(/[\\d.]+/g) || []).map(Number);
  const light = c => { const [r, g, b] = rgb(c).slice(0, 3).map(v => (v /= 255) <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
    return .2126 * r + .7152 * g + .0722 * b; };
  const contrast = (a, b) => { const [x, y] = [light(a), light(b)].sort((m, n) => n - m); return (x + .05) / (y + .05); };
  const groundOf = e => { for (; e; e = e.parentElement) { const c = getComputedStyle(e).backgroundColor; if ((rgb(c)[3] ?? 1) > .3) return c; }
    return getComputedStyle(document.body).backgroundColor; };
  const painted = c => c && c !== 'none' && c.startsWith('rgb') && (rgb(c)[3] ?? 1) > .3;
  for (const svg of document.querySelectorAll('main svg, header svg')) {
    if (!seen(svg) || svg.closest('[data-decoration]')) continue;
    const marks = [...svg.querySelectorAll('rect, circle, path, polygon, line, text, use')].filter(e => seen(e));
    if (!marks.length) continue;
    const ground = groundOf(svg);
    const shown = marks.some(e => { const s = getComputedStyle(e);
      return (painted(s.fill) && contrast(s.fill, ground) >= 3) || (painted(s.stroke) && contrast(s.stroke, ground) >= 3) });
    if (!shown) said.push('a picture that cannot be seen: ' + name(svg));
  }
  return said;
}"""

# What follows the size of a window, as the tab stop of a table that scrolls now, is done with the frame after it.
FRAMES = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"

STOP = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const s = getComputedStyle(e), box = e.getBoundingClientRect();
  const ringed = one => { const o = getComputedStyle(one); return o.outlineStyle !== 'none' && parseFloat(o.outlineWidth) >= 2; };
  const label = e.labels && e.labels[0];
  const tile = e.querySelector && e.ownerSVGElement && e.querySelector('.area');
  return {name: e.outerHTML.slice(0, 120), ring: ringed(e) || !!(tile && parseFloat(getComputedStyle(tile).strokeWidth) >= 3) || !!(label && ringed(label)) || ringed(e.parentElement),
    place: [...document.querySelectorAll('*')].indexOf(e),
    seen: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth, size: box.width};
}"""


@cache
def _axe() -> str:
    return (resources.files("axe_playwright_python") / "axe.min.js").read_text("utf-8")


def axe(page: Page) -> list[str]:
    """Return what axe finds on the page as it stands."""
    page.wait_for_load_state()
    if not page.evaluate("'axe' in window"):
        page.evaluate(_axe())
    found = page.evaluate("async options => (await axe.run(document, options)).violations", OPTIONS)
    return [
        f"{one['id']} ({one['impact']}): {one['help']}: {[node['html'][:160] for node in one['nodes'][:3]]}"
        for one in found
    ]


def structure(page: Page, language: str) -> list[str]:
    """Return what is wrong with headings, language, labels, ids, inline code."""
    return page.evaluate(STRUCTURE, language)


def fits(page: Page, width: int, height: int = 900) -> list[str]:
    """Return whether the page scrolls sideways at the width."""
    page.set_viewport_size({"width": width, "height": height})
    page.evaluate(FRAMES)
    wide, room = page.evaluate(WIDTH)
    return [f"{wide} px wide in {room}"] if wide > room else []


def forced_colours(page: Page) -> list[str]:
    """Return what gets lost when the reader's own colours are forced on the page, in light and dark."""
    said = []
    for scheme in ("light", "dark"):
        page.emulate_media(forced_colors="active", color_scheme=scheme)
        said += [f"forced colours, {scheme}: {one}" for one in page.evaluate(FORCED)]
    page.emulate_media(forced_colors="none", color_scheme="light")
    return said


def stops(page: Page) -> list[str]:
    """Walk with the tab key from the top; return stops without a ring, out of order or out of sight."""
    said: list[str] = []
    before = first = -1
    page.evaluate("window.scrollTo(0, 0); document.activeElement && document.activeElement.blur()")
    for _n in range(MOST_STOPS):
        page.keyboard.press("Tab")
        stop: dict[str, Any] | None = page.evaluate(STOP)
        if stop is None:
            break
        if not stop["ring"]:
            said.append(f"no focus ring: {stop['name']}")
        if stop["place"] <= before:
            if stop["place"] != first and _n < 3:  # a page of one or two stops begins again
                said.append(f"the order of focus goes back to {stop['name']}")
            break
        if not stop["seen"]:
            said.append(f"focus out of sight: {stop['name']}")
        before = stop["place"]
        first = first if first >= 0 else before
    page.evaluate("document.activeElement.blur(); window.scrollTo(0, 0)")
    return said
