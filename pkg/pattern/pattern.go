// Package pattern compiles regular expressions when they are first used: there are dozens,
// and most runs need none of them.
package pattern

import (
	"regexp"
	"sync"
)

// Of returns what compiles a regular expression once. It panics there where the expression is
// none.
func Of(s string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(s) })
}
