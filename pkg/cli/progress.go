package cli

import (
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"github.com/mattn/go-isatty"

	"github.com/appnetlint/appnetlint/pkg/load"
)

// patience is how long a run takes before it shows how far it is.
const patience = time.Second

// shard is a flag for a share of the configurations.
type shard load.Shard

func (s *shard) Set(text string) error {
	parsed, err := load.ParseShard(text)
	*s = shard(parsed)
	return err
}

func (s *shard) String() string {
	if s.N == 0 {
		return ""
	}
	return load.Shard(*s).String()
}

func (*shard) Type() string { return "K/N" }

// showProgress has a long run show how far it is, if a person is there to see it. The
// function that it returns takes that away again.
func (o *lintOptions) showProgress(options *load.Options) (end func()) {
	if o.quiet || o.terminal == nil {
		return func() {}
	}
	p := &progress{to: o.terminal, began: time.Now()}
	options.Progress = p.show
	return p.clear
}

// terminalOf returns a stream if a person looks at it; nil if it is a file or pipe, or the
// run is one of a CI system.
func terminalOf(stream io.Writer) io.Writer {
	file, ok := stream.(*os.File)
	if !ok || !isatty.IsTerminal(file.Fd()) || os.Getenv("CI") != "" || os.Getenv("TERM") == "dumb" {
		return nil
	}
	return stream
}

// progress is a line on a terminal that is written over and over.
type progress struct {
	to    io.Writer
	began time.Time

	mu    sync.Mutex
	drawn time.Time // zero if nothing is to be seen
}

// show draws at most ten times a second, and not before a while.
func (p *progress) show(done, of int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	if now.Sub(p.began) < patience || now.Sub(p.drawn) < patience/10 {
		return
	}
	p.drawn = now
	fmt.Fprintf(p.to, "\r\x1b[K%d of %d configurations", done, of)
}

func (p *progress) clear() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.drawn.IsZero() {
		fmt.Fprint(p.to, "\r\x1b[K")
	}
}
