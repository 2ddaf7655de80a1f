/// Data sets of pictures with captions or questions: from the field's files to batches for training.
///
/// | type | role |
/// |---|---|
/// | [DataSet] | reads a data set's annotations |
/// | [DataSpec] | where it is |
/// | [DataFormat] | what its annotations look like |
/// | [Sample] | a picture with what is said of it |
/// | [PictureBytes] | where a picture's bytes are |
/// | [BadSample], [BadSamples] | what cannot be used: counted, listed, limited |
/// | [Mixture] | which sample of which set comes when |
/// | [PictureFeed] | batches of pictures, read and cut out ahead of need |
/// | [SampleRandom] | the random numbers of one sample |
/// | [Loader] | jobs on background threads, results in order |
/// | `AnnotationFile`, `TableFile`, `CaptionFolder`, `TarShards` | the readers, one for each kind of file |
/// | `JsonRows`, `SampleList` | JSON row by row; what readers found |
///
/// Invariants: a bad sample never ends a reading, a bad file does, with a `DATA-` code; what comes at a place
/// depends on seed and place alone, not on threads and not on where a run began. Start reading at [DataSet].
package io.blip2j.blip2.data;
