package io.blip2j.blip2.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blip2j.blip2.checkpoint.ModelFolder;
import io.blip2j.blip2.config.ConfigJson;
import io.blip2j.blip2.testing.GoldenModels.Run;
import io.blip2j.core.InputException;
import io.blip2j.core.backend.Backend;
import io.blip2j.core.backend.Backends;
import io.blip2j.core.backend.MatrixFormat;
import io.blip2j.core.io.SafeTensors;
import io.blip2j.core.io.SafeTensorsWriter;
import io.blip2j.core.shape.DType;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.nn.state.StateDict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RoundedCopyTest {
    private static final Backend BACKEND = Backends.select();

    @TempDir
    Path scratch;

    static List<Run> folders() {
        return Blip2FolderTest.folders();
    }

    @ParameterizedTest
    @MethodSource("folders")
    void aCopyHoldsWhatFreezingGives(Run run) {
        for (MatrixFormat format : new MatrixFormat[] {MatrixFormat.BF16, MatrixFormat.INT8, MatrixFormat.INT4}) {
            Path copy = scratch.resolve(format.name());
            List<RoundedCopy.Rounded> rounded = new ArrayList<>();
            RoundedCopy.write(run.folder(), format, copy, BACKEND, rounded::add);
            String kept = StateDict.hash(Blip2ForConditionalGeneration.loadFrozen(run.folder(), BACKEND, format));
            assertEquals(kept, StateDict.hash(Blip2ForConditionalGeneration.loadFrozen(copy, BACKEND, null)));
            Blip2ForConditionalGeneration learning = Blip2ForConditionalGeneration.load(copy, BACKEND);
            assertEquals(kept, StateDict.hash(learning));
            assertEquals(learning.parameters().size(), learning.learning().size(), "integers become values to learn");
            boolean integers =
                    ConfigJson.read(copy.resolve("config.json")).tree().has("quantization_config");
            assertEquals(format.isQuantized(), integers);
            double most = format == MatrixFormat.INT4 ? 0.12 : format == MatrixFormat.INT8 ? 0.012 : 0.003;
            for (RoundedCopy.Rounded matrix : rounded) {
                assertTrue(matrix.relativeError() <= most, matrix.toString());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("folders")
    void factorsThatDoNotFitAreRefusedByName(Run run) {
        RoundedCopy.write(run.folder(), MatrixFormat.INT8, scratch, BACKEND, _ -> {});
        Path file = scratch.resolve(ModelFolder.WEIGHTS);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        String broken = null;
        try (SafeTensors opened = SafeTensors.open(file)) {
            for (String name : opened.names()) {
                tensors.put(name, opened.read(name, BACKEND));
                broken = opened.dtype(name) == DType.U8 ? name : broken;
            }
        }
        tensors.put(broken + ".scale", Tensor.of(BACKEND, new float[3], 3));
        SafeTensorsWriter.write(file, tensors, Map.of());
        InputException refused = assertThrows(
                InputException.class, () -> Blip2ForConditionalGeneration.loadFrozen(scratch, BACKEND, null));
        assertTrue(refused.getMessage().contains(broken), refused.getMessage());
    }
}
