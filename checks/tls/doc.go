// Package tls holds the checks on host names, certificates and TLS bindings of
// apps, and on the ways into an app beside HTTPS: FTP and remote debugging.
package tls
