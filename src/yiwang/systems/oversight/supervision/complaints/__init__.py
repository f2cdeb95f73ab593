"""Complaints about conduct 效能投诉: what citizens and firms say about how they were treated, looked into by the body that supervises."""
