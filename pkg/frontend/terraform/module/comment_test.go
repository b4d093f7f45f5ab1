package module_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/appnetlint/appnetlint/pkg/frontend/terraform/module"
	"github.com/appnetlint/appnetlint/pkg/source"
)

func TestComments(t *testing.T) {
	f := source.NewFile("a.tf", []byte(`# first
a = "# none" // second
	/* third
	   goes on */ b = <<EOT
# none
EOT
c = 1 /* fourth */ # fifth`+"\r\n#\r\n"))
	type comment struct {
		text, at string
		own      bool
	}
	var got []comment
	for _, c := range module.Comments(f) {
		got = append(got, comment{c.Text, c.At.Text(), c.Own})
	}
	assert.Equal(t, []comment{
		{"first", "# first", true},
		{"second", "// second", false},
		{"third\n\t   goes on", "/* third\n\t   goes on */", true},
		{"fourth", "/* fourth */", false},
		{"fifth", "# fifth", false},
		{"", "#", true},
	}, got)
	assert.Empty(t, module.Comments(source.NewFile("a.tf.json", []byte(`{"a": "# b"}`))))
	assert.Empty(t, module.Comments(nil))
}

func TestBlocks(t *testing.T) {
	f := source.NewFile("a.tf", []byte(`resource "a" "b" {
  rule {
    dynamic "x" {}
  }
  list = { a = 1 }
}
locals {}
`))
	var got []string
	for _, r := range module.Blocks(f) {
		first, _, _ := strings.Cut(r.Text(), "\n")
		got = append(got, first)
		assert.True(t, strings.HasSuffix(r.Text(), "}"), r.Text())
	}
	assert.Equal(t, []string{`resource "a" "b" {`, "rule {", `dynamic "x" {}`, "locals {}"}, got)
	assert.Empty(t, module.Blocks(source.NewFile("a.tf.json", []byte(`{"locals": {}}`))))
	assert.Empty(t, module.Blocks(source.NewFile("a.tf", []byte(strings.Repeat("(", 100_000)))))
	assert.Empty(t, module.Blocks(nil))
	for _, r := range module.Blocks(source.NewFile("a.tf", []byte("a {\n  b {\n"))) {
		assert.LessOrEqual(t, r.End, 10, "what is not closed ends with the file")
	}
}
