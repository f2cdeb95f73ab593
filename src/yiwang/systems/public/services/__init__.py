"""Items and on-line approval 网上审批: the ordinary and the joint procedure of 行政许可法, items as data, one form for several items."""
