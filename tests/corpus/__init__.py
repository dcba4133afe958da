"""Pages composed of our own sentences and real names, in every layout, with what a careful reader would find in them.

`python -m tests.corpus --pages 2000 -o DIR` writes them with their truth and scores the graphs that come of them.
"""
