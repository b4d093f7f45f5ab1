// Package applicationgateway holds the checks on application gateways in front of
// apps: whether they reach them, and whether only they do.
package applicationgateway
