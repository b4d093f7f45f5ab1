//go:build unix

package functions_test

import (
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/hashicorp/hcl/v2"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/frontend/terraform/functions"
)

// TestPipe: nobody writes into the pipe, so that opening it would wait for ever.
func TestPipe(t *testing.T) {
	t.Parallel()
	outer, root := tree(t)
	require.NoError(t, syscall.Mkfifo(filepath.Join(outer, "root", "pipe"), 0o600))
	ctx := &hcl.EvalContext{Functions: functions.Table(functions.Options{Files: root})}
	began := time.Now()
	v, err := evaluate(`file("pipe")`, ctx)
	require.NoError(t, err)
	assert.Contains(t, marked(v), "unread pipe: it is not a regular file")
	_, err = evaluate(`fileexists("pipe")`, ctx)
	require.Error(t, err)
	assert.Less(t, time.Since(began), time.Second)
}
