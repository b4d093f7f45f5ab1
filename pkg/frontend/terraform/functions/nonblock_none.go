//go:build !unix

package functions

// nonBlocking is nothing where there are no pipes in folders.
const nonBlocking = 0
