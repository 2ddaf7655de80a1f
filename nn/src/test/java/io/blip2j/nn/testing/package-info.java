/// What tests of layers share.
package io.blip2j.nn.testing;
