package plan

import (
	"bytes"
	"errors"
	"io"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// textReader is the input as UTF-8 without a byte order mark, and its first
// bytes, which tell what it is.
type textReader struct {
	io.Reader
	head []byte
}

// headSize is enough to see the first entry of an archive.
const headSize = 512

// decodeText finds out the encoding. Windows PowerShell writes UTF-16 when the
// output of a command is redirected into a file.
func decodeText(in io.Reader) (*textReader, error) {
	head := make([]byte, headSize)
	n, err := io.ReadFull(in, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, err
	}
	head = head[:n]
	all := io.MultiReader(bytes.NewReader(head), in)
	order := unicode.LittleEndian
	switch {
	case bytes.HasPrefix(head, []byte("\xEF\xBB\xBF")):
		return &textReader{io.MultiReader(bytes.NewReader(head[3:]), in), head[3:]}, nil
	case bytes.HasPrefix(head, []byte("\xFE\xFF")):
		order = unicode.BigEndian
	case bytes.HasPrefix(head, []byte("\xFF\xFE")):
	default:
		return &textReader{all, head}, nil
	}
	utf16 := unicode.UTF16(order, unicode.UseBOM).NewDecoder()
	return &textReader{Reader: transform.NewReader(all, utf16)}, nil
}
