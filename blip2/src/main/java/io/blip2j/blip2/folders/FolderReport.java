package io.blip2j.blip2.folders;

import java.util.List;
import java.util.Map;

/// What a folder holds.
///
/// @param folder its path
/// @param architecture Hugging Face's class for it, or ours
/// @param parameters number of parameters, tied ones counted once
/// @param parts the same by part of the model
/// @param bytes of all tensors in the files
/// @param types number of tensors by type
/// @param files the files that hold tensors
/// @param config settings in force, those that the file leaves out with their defaults
/// @param defaults the settings that the file leaves out
/// @param missing names of parameters for which no file has a tensor
/// @param unmatched keys of tensors that match nothing
/// @param ignored keys that match nothing on purpose: buffers, aliases of tied weights
/// @param wrongShape what is said of tensors of another shape than the settings ask for
/// @param tokenizer the files of its tokenizer
/// @param stage1 the same of the stage 1 model inside a run folder, or null
public record FolderReport(
        String folder,
        String architecture,
        long parameters,
        Map<String, Long> parts,
        long bytes,
        Map<String, Integer> types,
        List<String> files,
        Map<String, Object> config,
        Map<String, Object> defaults,
        List<String> missing,
        List<String> unmatched,
        List<String> ignored,
        List<String> wrongShape,
        List<String> tokenizer,
        FolderReport stage1) {
    /// Whether the folder can be loaded.
    public boolean sound() {
        return missing.isEmpty() && unmatched.isEmpty() && wrongShape.isEmpty() && (stage1 == null || stage1.sound());
    }

    /// This report with that of the stage 1 model inside the folder.
    FolderReport with(FolderReport inner) {
        return new FolderReport(
                folder,
                architecture,
                parameters,
                parts,
                bytes,
                types,
                files,
                config,
                defaults,
                missing,
                unmatched,
                ignored,
                wrongShape,
                tokenizer,
                inner);
    }
}
