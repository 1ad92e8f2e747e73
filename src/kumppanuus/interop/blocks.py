"""Markdown as plain blocks that both documents are set from: headings, paragraphs, lists, tables, runs of words."""

from __future__ import annotations

from typing import Any

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

Run = dict[str, Any]
Block = dict[str, Any]
TOP = 3  # the template's headings are level 2


def blocks_of(source: str) -> list[Block]:
    """Return the blocks: {"kind": "heading"|"paragraph"|"item"|"quote"|"code"|"table", …}. All words are kept."""
    tree = SyntaxTreeNode(MarkdownIt("commonmark", {"html": False}).enable("table").parse(source))
    found: list[Block] = []
    for node in tree.children:
        _walk(node, found, 0, "")
    return found


def _walk(node: SyntaxTreeNode, found: list[Block], depth: int, mark: str) -> None:
    match node.type:
        case "heading":
            level = min(int(node.tag[1:]) + TOP - 1, 6)
            found.append({"kind": "heading", "level": level, "runs": _runs(node)})
        case "paragraph":
            kind = "item" if depth else "quote" if mark == "quote" else "paragraph"
            found.append({"kind": kind, "depth": depth, "ordered": mark == "ordered", "runs": _runs(node)})
        case "bullet_list" | "ordered_list":
            for item in node.children:
                for child in item.children:
                    _walk(child, found, depth + 1, "ordered" if node.type == "ordered_list" else "bullet")
        case "blockquote":
            for child in node.children:
                _walk(child, found, depth, "quote")
        case "fence" | "code_block":
            found.append({"kind": "paragraph", "depth": 0, "ordered": False, "runs": [_run(node.content.rstrip("\n"))]})
        case "table":
            rows = [[_runs(cell) for cell in row.children] for part in node.children for row in part.children]
            found.append({"kind": "table", "rows": rows})
        case _:
            pass


def _run(words: str, bold: bool = False, italic: bool = False, link: str = "") -> Run:
    return {"text": words, "bold": bold, "italic": italic, "link": link}


def _runs(node: SyntaxTreeNode) -> list[Run]:
    found: list[Run] = []
    for child in node.children:
        for one in child.children if child.type == "inline" else [child]:
            _inline(one, found, _run(""))
    return found


def _inline(node: SyntaxTreeNode, found: list[Run], style: Run) -> None:
    match node.type:
        case "text" | "code_inline":
            found.append({**style, "text": node.content})
        case "softbreak":
            found.append({**style, "text": " "})
        case "hardbreak":
            found.append({**style, "text": "\n"})
        case "image":
            found.append({**style, "text": node.content})
        case _:
            inner = dict(style)
            inner["bold"] = style["bold"] or node.type == "strong"
            inner["italic"] = style["italic"] or node.type == "em"
            if node.type == "link":
                inner["link"] = str(node.attrs.get("href", ""))
            for child in node.children:
                _inline(child, found, inner)
