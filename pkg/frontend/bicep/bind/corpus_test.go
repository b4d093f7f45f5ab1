package bind_test

import (
	"regexp"
	"sort"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/frontend/bicep/bind"
	"github.com/appnetlint/appnetlint/pkg/frontend/bicep/corpus"
	"github.com/appnetlint/appnetlint/pkg/frontend/bicep/project"
)

// TestCorpus lowers every file of the public corpora that is meant to be valid.
func TestCorpus(t *testing.T) {
	for _, name := range []string{"bicep", "bicep-registry-modules"} {
		t.Run(name, func(t *testing.T) {
			root := corpus.Dir(t, name)
			p := project.New(project.Options{Root: root, Cache: corpus.Cache(t, root)})
			defer func() { require.NoError(t, p.Close()) }()
			begin := time.Now()
			files, causes := 0, tally{}
			notes := tally{}
			for _, path := range corpus.Files(t, root) {
				files++
				s, err := p.File(path)
				if err != nil {
					causes.add(err.Message, path)
					continue
				}
				if strings.HasSuffix(path, ".bicepparam") {
					out := bind.LowerParameters(p, s)
					for _, e := range out.Errors {
						causes.add(e.Message, e.Error())
					}
					continue
				}
				lowered := bind.Lower(p, s)
				for _, e := range lowered.Errors {
					causes.add(e.Message, e.Error())
				}
				for _, m := range lowered.Modules {
					if m.Template != nil && !m.Template.Bicep {
						for _, e := range m.Template.Errors {
							causes.add(e.Message, e.Error())
						}
					}
				}
				for _, e := range lowered.Notes {
					notes.add(e.Message, e.Error())
				}
			}
			t.Logf("%d files in %v", files, time.Since(begin).Round(time.Millisecond))
			causes.log(t, "error")
			notes.log(t, "note")
			assert.Empty(t, causes)
		})
	}
}

// tally counts messages without the names in them.
type tally map[string][]string

var names = regexp.MustCompile(`"[^"]*"|\b[\w.:/@$-]*[/\d_.:@$][\w.:/@$-]*|named \S+|name \S+|Did you mean.*`)

func (c tally) add(message, at string) {
	k := names.ReplaceAllString(message, "…")
	c[k] = append(c[k], at)
}

func (c tally) log(t *testing.T, what string) {
	t.Helper()
	keys := make([]string, 0, len(c))
	for k := range c {
		keys = append(keys, k)
	}
	sort.Slice(keys, func(i, j int) bool { return len(c[keys[i]]) > len(c[keys[j]]) })
	for _, k := range keys {
		t.Logf("%s %5d × %s\n\t%s", what, len(c[k]), k, strings.Join(c[k][:min(len(c[k]), 6)], "\n\t"))
	}
}
