/// Models from Hugging Face's hub: the cache that its tools share, and the asked-for download into it.
///
/// | type | role |
/// |---|---|
/// | [PullCommand] | the command `pull` |
/// | [HubName] | `ORG/NAME`, perhaps with `@REVISION` |
/// | [HubCache] | where files lie: blobs, references, snapshots |
/// | [HubSettings] | endpoint, token and timeouts from the environment |
/// | `Hub` | what is asked of the hub over HTTP |
/// | `HubFile` | a file there: size, hash, where it can be read |
/// | `HubFiles` | which files of a repository a BLIP-2 needs |
/// | `Download` | one file: resumed after a cut, checked, moved into its place |
/// | `Pull` | all files of a model |
///
/// **Invariants.** Only `pull` opens a connection. A file has its final name only after its hash was right; a
/// reference is written only after all files are there. Start reading at `Pull`.
///
/// **Source:** huggingface_hub, "Understand caching"; the layout is shared with its tools, both ways.
package io.blip2j.tools.hub;
