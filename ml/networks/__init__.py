"""The two networks. Weights come from a training or from the manifest, never from the internet."""
