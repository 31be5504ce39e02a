/** What the services share: who they are, and their own configuration. Feature packages lie below; services never import each other. */
package io.losslab.app;
