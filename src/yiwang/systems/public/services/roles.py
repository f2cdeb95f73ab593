"""Who does what in an approval."""

from __future__ import annotations

from yiwang.engines.cases import api as cases

WINDOW = cases.Role("public.services.window", "窗口")
# takes in what items of the whole government let it (前台综合受理、后台分类审批), and decides nothing
COMMON_WINDOW = cases.Role("public.services.common_window", "综合窗口", cases.Where.AROUND)
REVIEWER = cases.Role("public.services.reviewer", "审查人")
SIGNATORY = cases.Role("public.services.signatory", "签发人")
HEAD = cases.Role("public.services.head", "负责人")
GOVERNMENT_HEAD = cases.Role("public.services.government_head", "负责人", cases.Where.GOVERNMENT)
ASKED = cases.Role("public.services.reviewer", "审查人", cases.Where.ASKED)
HEARING_CHAIR = cases.Role("public.services.hearing_chair", "听证主持人")  # 第四十八条: nobody of those who review the application
ITEM_EDITOR = cases.Role("public.services.item_editor", "事项管理员")
LIBRARY_KEEPER = cases.Role("public.services.library_keeper", "事项库管理员")  # beside the editor's role: of all departments of the division
CALL_TAKER = cases.Role("public.services.call_taker", "话务员")  # tells a caller how far their draft is, and nothing of what is in it

WINDOWS = (WINDOW.code, COMMON_WINDOW.code)
ALL = (CALL_TAKER, WINDOW, COMMON_WINDOW, REVIEWER, SIGNATORY, HEAD, GOVERNMENT_HEAD, HEARING_CHAIR, ITEM_EDITOR, LIBRARY_KEEPER)
