package source_test

import (
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/source"
)

// TestLongLines compares positions in long lines with counting from their start.
func TestLongLines(t *testing.T) {
	line := strings.Repeat("aé€😀\xff\xe2\x82", 3000)
	content := "short\n" + line + "\n" + line[1:] + "\nend"
	f := source.NewFile("a", []byte(content))
	for offset := 0; offset <= len(content); offset += 97 {
		start := strings.LastIndexByte(content[:offset], '\n') + 1
		text := content[start:offset]
		units := 0
		for _, r := range text {
			units += max(utf16.RuneLen(r), 1)
		}
		at := fmt.Sprintf("at byte %d", offset)
		require.Equal(t, utf8.RuneCountInString(text)+1, f.Position(offset, source.Runes).Column, at)
		require.Equal(t, units+1, f.Position(offset, source.UTF16).Column, at)
		require.Equal(t, len(text)+1, f.Position(offset, source.Bytes).Column, at)
		require.Equal(t, strings.Count(content[:offset], "\n")+1, f.Position(offset, source.Runes).Line, at)
	}
}

// TestLongLineTakesNoLonger asks for many positions in a line of eight megabytes.
func TestLongLineTakesNoLonger(t *testing.T) {
	f := source.NewFile("a", []byte(strings.Repeat("x", 8<<20)))
	began := time.Now()
	for offset := 0; offset < len(f.Content); offset += 100 {
		require.Equal(t, offset+1, f.Position(offset, source.Runes).Column)
	}
	assert.Less(t, time.Since(began), 2*time.Second)
}
