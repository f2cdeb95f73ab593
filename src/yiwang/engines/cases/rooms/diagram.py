"""A procedure as BPMN 2.0: an output, generated from the declaration, with a layout any modeller opens."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from yiwang.engines.cases.types import Procedure

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" '
    'xmlns:di="http://www.omg.org/spec/DD/20100524/DI" targetNamespace="urn:yiwang" id="definitions">\n'
)
WIDE, HIGH, ACROSS, DOWN = 120, 60, 200, 120


def bpmn(procedure: Procedure) -> str:
    """The process: a task for every state that waits for somebody, an end event for every end, a flow for every move; terms as documentation."""
    names = list(procedure.states)
    nodes = ['<startEvent id="start"/>'] + [_node(procedure, name) for name in names]
    flows = [_flow("begin", "start", procedure.start, "提交")]
    flows += [_flow(f"{m.code}_{s}", s, m.target or s, m.title) for m in procedure.moves for s in sorted(m.sources)]
    place = {name: (140 + ACROSS * (i % 5), 80 + DOWN * (i // 5)) for i, name in enumerate(names)} | {"start": (40, 92)}
    shapes = [_shape("start", 40, 92, 36, 36)] + [_shape(n, *place[n], *((36, 36) if n in procedure.ends else (WIDE, HIGH))) for n in names]
    edges = [_edge("begin", place["start"], place[procedure.start])]
    edges += [_edge(f"{m.code}_{s}", place[s], place[m.target or s]) for m in procedure.moves for s in sorted(m.sources)]
    return "".join(
        (
            HEAD,
            f'<process id="process" name={quoteattr(procedure.title)} isExecutable="false">\n',
            f"<documentation>{escape('；'.join(procedure.law))}，第 {procedure.version} 版，自 {procedure.valid_from} 起</documentation>\n",
            "\n".join(nodes),
            "\n",
            "\n".join(flows),
            '\n</process>\n<bpmndi:BPMNDiagram id="diagram"><bpmndi:BPMNPlane id="plane" bpmnElement="process">\n',
            "\n".join(shapes),
            "\n",
            "\n".join(edges),
            "\n</bpmndi:BPMNPlane></bpmndi:BPMNDiagram>\n</definitions>\n",
        )
    )


def _node(procedure: Procedure, name: str) -> str:
    state = procedure.states[name]
    if name in procedure.ends:
        return f'<endEvent id="{name}" name={quoteattr(state.title)}/>'
    term = procedure.terms.get(state.term)
    said = f"<documentation>{escape(f'{term.title}：{term.span}（{term.span.law}）')}</documentation>" if term else ""
    return f'<userTask id="{name}" name={quoteattr(state.title)}>{said}</userTask>'


def _flow(id_: str, source: str, target: str, title: str) -> str:
    return f'<sequenceFlow id="flow_{id_}" sourceRef="{source}" targetRef="{target}" name={quoteattr(title)}/>'


def _shape(name: str, x: int, y: int, wide: int, high: int) -> str:
    return f'<bpmndi:BPMNShape id="shape_{name}" bpmnElement="{name}"><dc:Bounds x="{x}" y="{y}" width="{wide}" height="{high}"/></bpmndi:BPMNShape>'


def _edge(id_: str, source: tuple[int, int], target: tuple[int, int]) -> str:
    points = "".join(f'<di:waypoint x="{x + 18}" y="{y + 18}"/>' for x, y in (source, target))
    return f'<bpmndi:BPMNEdge id="edge_{id_}" bpmnElement="flow_{id_}">{points}</bpmndi:BPMNEdge>'
