"""What the record means for supervision: rules as data, each with a pure function that looks for it. They name kinds and figures, never a system.

`catalogue` has the rules, `past` what a case's record says up to an entry, a file a group what is looked for; `finding` asks all of them.
"""
