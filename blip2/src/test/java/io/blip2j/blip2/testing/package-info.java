/// Reading the golden model folders in tests. Start reading at [GoldenModels].
package io.blip2j.blip2.testing;
