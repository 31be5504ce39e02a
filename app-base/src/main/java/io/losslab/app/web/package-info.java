/** REST conventions of the services: every error is an RFC 9457 problem with one line that says what, where, and what is allowed. */
package io.losslab.app.web;
