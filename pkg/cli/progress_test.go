package cli

import (
	"bytes"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/appnetlint/appnetlint/pkg/load"
)

func TestProgress(t *testing.T) {
	var terminal bytes.Buffer
	var options load.Options
	o := &lintOptions{terminal: &terminal}
	end := o.showProgress(&options)
	options.Progress(1, 3)
	assert.Empty(t, terminal.String(), "a short run shows nothing")
	end()
	assert.Empty(t, terminal.String())

	p := &progress{to: &terminal, began: time.Now().Add(-2 * patience)}
	p.show(1, 3)
	assert.Contains(t, terminal.String(), "1 of 3 configurations")
	shown := terminal.Len()
	p.show(2, 3)
	assert.Equal(t, shown, terminal.Len(), "not more often than people can read")
	p.clear()
	assert.True(t, bytes.HasSuffix(terminal.Bytes(), []byte("\r\x1b[K")), "the line goes away")
}

func TestNoProgress(t *testing.T) {
	for name, o := range map[string]*lintOptions{"no terminal": {}, "quiet": {quiet: true, terminal: &bytes.Buffer{}}} {
		var options load.Options
		o.showProgress(&options)()
		assert.Nil(t, options.Progress, name)
	}
	assert.Nil(t, terminalOf(&bytes.Buffer{}), "a buffer is no terminal")
}
