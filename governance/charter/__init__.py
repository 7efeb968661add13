"""The charter: what the Partnership is for, how it is governed, who its partners are, and how the Bank leaves it.

"Charter" is the word of global partnerships for the text that sets purpose, governance and partners. ("Programme" is
the annual work programme here, which the Committee adopts.)
"""
