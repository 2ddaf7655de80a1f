package io.blip2j.tools.hub;

import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/// Which files of a repository a BLIP-2 needs: configuration, tokenizer, processor, and its weights once.
///
/// Weights as safetensors go before those as `.bin`; the folder `stage1` of a run comes along, variants in other
/// precisions or for other frameworks do not.
final class HubFiles {
    private static final Pattern SMALL = Pattern.compile("(stage1/)?(config|generation_config|preprocessor_config"
            + "|processor_config|tokenizer|tokenizer_config|special_tokens_map|added_tokens|vocab)\\.json"
            + "|(stage1/)?(merges\\.txt|vocab\\.txt|spiece\\.model)|stage[12]\\.yaml");
    private static final Pattern OURS = Pattern.compile("qformer_text\\.safetensors|stage1/lavis\\.safetensors");
    private static final String SHARD = "(-\\d{5}-of-\\d{5})?";
    private static final List<Pattern> WEIGHTS = List.of(
            Pattern.compile("model" + SHARD + "\\.safetensors(\\.index\\.json)?"),
            Pattern.compile("pytorch_model" + SHARD + "\\.bin(\\.index\\.json)?"));

    private HubFiles() {}

    /// The needed ones, small ones first.
    static List<String> needed(List<String> all) {
        Pattern main = weights(all, "");
        Pattern stage1 = weights(all, "stage1/");
        return all.stream()
                .filter(name -> SMALL.matcher(name).matches()
                        || OURS.matcher(name).matches()
                        || isWeight(name, "", main)
                        || isWeight(name, "stage1/", stage1))
                .sorted(Comparator.comparing(
                                (String name) -> !SMALL.matcher(name).matches())
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    private static Pattern weights(List<String> all, String folder) {
        return WEIGHTS.stream()
                .filter(kind -> all.stream().anyMatch(name -> isWeight(name, folder, kind)))
                .findFirst()
                .orElse(null);
    }

    private static boolean isWeight(String name, String folder, Pattern kind) {
        return kind != null
                && name.startsWith(folder)
                && kind.matcher(name.substring(folder.length())).matches();
    }

    /// Whether there are weights among these.
    static boolean hasWeights(List<String> names) {
        return weights(names, "") != null || weights(names, "stage1/") != null;
    }
}
