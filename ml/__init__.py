"""The science: a dermoscopic picture goes in, an outline, probabilities and measurements come out.

Pure Python: no Django, no queue, no database. Importing this package, or any module of it that needs no
network, does not load TensorFlow; a web process can therefore use the decoding rules and the manifest.
"""
