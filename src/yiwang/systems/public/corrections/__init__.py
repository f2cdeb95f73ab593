"""Corrections 信息更正: what a register says of somebody is wrong; whoever it is about says so from where they saw it, its owner looks into it and answers."""
