package report

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/appnetlint/appnetlint/pkg/source"
)

// The hashes are those by which github/codeql-action tests its own fingerprints.
func TestHashLines(t *testing.T) {
	greetings := []string{
		"e9496ae3ebfced30:1", "fb7c023a8b9ccb3f:1", "ce8ba1a563dcdaca:1", "e20e36e16fcb0cc8:1",
		"b3edc88f2938467e:1", "c8e28b0b4002a3a0:1", "c129715d7a2bc9a3:1",
	}
	for _, tt := range []struct {
		name, content string
		want          []string
	}{
		{"empty", "", []string{"c129715d7a2bc9a3:1"}},
		{"short lines", " a\nb\n  \t\tc\n d", []string{
			"271789c17abda88f:1", "54703d4cd895b18:1", "180aee12dab6264:1", "a23a3dc5e078b07b:1",
		}},
		{"no line feed at the end", " hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End", []string{
			"8b7cf3e952e7aeb2:1", "b1ae1287ec4718d9:1", "bff680108adb0fcc:1", "c6805c5e1288b612:1",
			"b86d3392aea1be30:1", "e6ceba753e1a442:1",
		}},
		{"LF", " hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End\n", greetings},
		{"CR", " hello; \t\nworld!!!\r\r\r  \t\tGreetings\r End\r", greetings},
		{"CRLF", " hello; \t\r\nworld!!!\r\n\r\n\r\n  \t\tGreetings\r\n End\r\n", greetings},
		{"all of them", " hello; \t\nworld!!!\r\n\n\r  \t\tGreetings\r End\r\n", greetings},
		{"equal lines", strings.Repeat("Lorem ipsum dolor sit amet.\n", 10), []string{
			"a7f2ff13bc495cf2:1", "a7f2ff13bc495cf2:2", "a7f2ff13bc495cf2:3", "a7f2ff13bc495cf2:4",
			"a7f2ff13bc495cf2:5", "a7f2ff13bc495cf2:6", "a7f2ff1481e87703:1", "a9cf91f7bbf1862b:1",
			"55ec222b86bcae53:1", "cc97dc7b1d7d8f7b:1", "c129715d7a2bc9a3:1",
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, h := range hashLines([]byte(tt.content)) {
				got = append(got, h.String())
			}
			assert.Equal(t, tt.want, got)
		})
	}
}

func TestFingerprints(t *testing.T) {
	p := newFingerprints(newBlots(nil, nil))
	f := source.NewFile("a", []byte("a\na\n"))
	assert.Equal(t, p.line(f, 1), p.line(source.NewFile("b", f.Content), 1), "the path is not part of it")
	assert.NotEqual(t, p.line(f, 1), p.line(f, 2))
	assert.Equal(t, "c129715d7a2bc9a3:1", p.line(f, 3))
	assert.Equal(t, p.line(f, 3), p.line(f, 9), "a line that does not exist")

	first := p.subject("rule", "azurerm_subnet.a")
	again := p.subject("rule", "azurerm_subnet.a")
	assert.Regexp(t, `^[0-9a-f]{16}:1$`, first)
	assert.Equal(t, strings.TrimSuffix(first, "1")+"2", again)
	assert.NotEqual(t, first[:16], p.subject("rule2", "azurerm_subnet.a")[:16])
	assert.NotEqual(t, first[:16], p.subject("rule", "azurerm_subnet.b")[:16])
	assert.Equal(t, first, newFingerprints(newBlots(nil, nil)).subject("rule", "azurerm_subnet.a"), "the same in every run")
}

func TestFingerprintsTellNothingOfSecrets(t *testing.T) {
	const written = "app_settings = { KEY = \"%s\" }\nname = \"other\"\n\n\n\nlast = 1\n"
	hash := func(setting string, line int) string {
		f := source.NewFile("main.tf", []byte(strings.Replace(written, "%s", setting, 1)))
		return newFingerprints(newBlots(nil, nil)).line(f, line)
	}
	for line := 1; line <= 6; line++ {
		assert.Equal(t, hash("hunter2hunter2", line), hash("other", line), "line %d", line)
	}
	open := func(name string) string {
		f := source.NewFile("main.tf", []byte("name = \""+name+"\"\n"))
		return newFingerprints(newBlots(nil, nil)).line(f, 1)
	}
	assert.NotEqual(t, open("a"), open("b"), "a line without secrets is told from others")
	f := source.NewFile("main.tf", []byte("name = \"a secret name\"\n"))
	assert.NotEqual(t, newFingerprints(newBlots([]string{"a secret name"}, nil)).line(f, 1), newFingerprints(newBlots(nil, nil)).line(f, 1))
}
