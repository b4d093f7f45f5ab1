package source_test

import (
	"testing"
	"unicode/utf16"

	"github.com/stretchr/testify/assert"

	"github.com/appnetlint/appnetlint/pkg/source"
)

func TestUTF8(t *testing.T) {
	const text = "Zoë 😀\r\n"
	little, big := []byte{0xff, 0xfe}, []byte{0xfe, 0xff}
	for _, unit := range utf16.Encode([]rune(text)) {
		little = append(little, byte(unit), byte(unit>>8))
		big = append(big, byte(unit>>8), byte(unit))
	}
	for _, content := range [][]byte{[]byte(text), little, big, append(little, 'x')} {
		assert.Equal(t, []byte(text), source.UTF8(content))
	}
	assert.Empty(t, source.UTF8(nil))
	assert.Empty(t, source.UTF8([]byte{0xff, 0xfe}))
	assert.Equal(t, "\xff", string(source.UTF8([]byte("\xff"))), "not UTF-16 at all")
}
