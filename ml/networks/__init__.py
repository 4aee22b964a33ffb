"""The two networks. Each module builds one; weights come from a training or from the manifest, never from the internet."""
