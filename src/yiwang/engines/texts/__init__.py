"""What Chinese texts have in common, whatever system they come from: personal data taken out before the public reads them, texts that probably say the same,
what many of them are about.
"""
