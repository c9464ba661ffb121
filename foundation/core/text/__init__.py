"""Thai text at run time: what a text is made of, and which class a trained model gives it.

Training, evaluation and labels belong to the voice of the customer; here models are only loaded and asked.

    model = load(stream_of_bytes, sha256=row.sha256)
    model.classify(["ลิฟต์เสียบ่อยมาก"])  # [Guess(label="neg", score=0.87)]
"""

from foundation.core.text.features import features
from foundation.core.text.linear import BrokenModel, Guess, LinearModel, load

__all__ = ["BrokenModel", "Guess", "LinearModel", "features", "load"]
