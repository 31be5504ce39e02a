/** What people write and read, with one grammar for all. */
package io.losslab.contract.text;
