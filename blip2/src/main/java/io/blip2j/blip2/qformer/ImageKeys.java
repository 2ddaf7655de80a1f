package io.blip2j.blip2.qformer;

import io.blip2j.core.op.index.IndexSelect;
import io.blip2j.core.op.shape.Concat;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.nn.attention.AttentionMask;
import io.blip2j.nn.attention.KeyValues;
import java.util.ArrayList;
import java.util.List;

/// What the cross-attentions of a Q-Former see of some images: keys and values of each layer that looks, computed
/// once and used by every pass.
///
/// @param layers for each layer keys and values `[images, tokens, hidden]`, null where a layer does not look
/// @param mask which of an image's tokens may be looked at
public record ImageKeys(List<KeyValues> layers, AttentionMask mask) {
    /// No image at all.
    public static ImageKeys none(int layers) {
        return new ImageKeys(new ArrayList<>(java.util.Collections.nCopies(layers, null)), AttentionMask.none());
    }

    /// Images in another order, some perhaps repeated; all of their tokens must be visible.
    public ImageKeys select(Tensor rows) {
        List<KeyValues> selected = new ArrayList<>();
        for (KeyValues keys : layers) {
            selected.add(
                    keys == null
                            ? null
                            : new KeyValues(
                                    IndexSelect.of(keys.keys(), 0, rows), IndexSelect.of(keys.values(), 0, rows)));
        }
        return new ImageKeys(selected, AttentionMask.none());
    }

    /// Several lots of images behind one another; all of their tokens must be visible.
    public static ImageKeys behind(ImageKeys... lots) {
        List<KeyValues> all = new ArrayList<>();
        for (int layer = 0; layer < lots[0].layers.size(); layer++) {
            if (lots[0].layers.get(layer) == null) {
                all.add(null);
                continue;
            }
            Tensor[] keys = new Tensor[lots.length];
            Tensor[] values = new Tensor[lots.length];
            for (int i = 0; i < lots.length; i++) {
                keys[i] = lots[i].layers.get(layer).keys();
                values[i] = lots[i].layers.get(layer).values();
            }
            all.add(new KeyValues(Concat.of(0, keys), Concat.of(0, values)));
        }
        return new ImageKeys(all, AttentionMask.none());
    }
}
