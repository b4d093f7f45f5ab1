package privateendpoint

import (
	"fmt"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/source"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// titlesOf names private endpoints in a message.
func titlesOf(endpoints []*network.PrivateEndpoint) string {
	titles := make([]string, len(endpoints))
	for i, e := range endpoints {
		titles[i] = fmt.Sprintf("private endpoint %q", e.Label())
	}
	return network.Enumerate(titles)
}

// writtenAt returns where a value was written; nowhere for a default.
func writtenAt[T any](v value.Of[T]) source.Range {
	if v.IsDefault() {
		return source.Range{}
	}
	return v.At()
}

// capital starts a sentence with the title of a part.
func capital(title string) string { return strings.ToUpper(title[:1]) + title[1:] }
