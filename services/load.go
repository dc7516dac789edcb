package services

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/samedoor/samedoor/lang"
)

// The files of a definition.
const definitionFile = "service.yaml"

var definitionFiles = [...]string{definitionFile, string(lang.En) + ".yaml", string(lang.Cy) + ".yaml"}

// maxFile bounds each file of a definition, in bytes. The whole Blue Badge is a tenth of it.
const maxFile = 1 << 20

// Load reads a definition from dir of fsys: service.yaml, en.yaml, cy.yaml. The error is a Mistakes with file:line:column,
// all of them at once.
func Load(fsys fs.FS, dir string) (*Service, error) {
	l := newLoader(dir)
	l.read(fsys)
	return l.linted()
}

// LoadFiles is Load of files that stand in no folder yet, by their names.
func LoadFiles(files map[string]string) (*Service, error) {
	l := newLoader(".")
	for _, name := range definitionFiles {
		if len(files[name]) > maxFile {
			l.mistakes.add(Pos{File: name}, "it is longer than %d bytes", maxFile)
			continue
		}
		l.parse(name, []byte(files[name]))
	}
	return l.linted()
}

func (l *loader) linted() (*Service, error) {
	s := l.build()
	if len(l.mistakes) == 0 {
		l.lint(s)
	}
	if len(l.mistakes) > 0 {
		return nil, l.mistakes.sorted()
	}
	return s, nil
}

// reload and restore read a definition that was checked before, by a test or when it was published, and so look only for what
// keeps it from being built: rules of taste that came since do not stop a draft, and checking takes longer than a start may.
func reload(fsys fs.FS, dir string) (*Service, error) {
	l := newLoader(dir)
	l.read(fsys)
	return l.built()
}

func restore(id string, files map[string]string) (*Service, error) {
	l := newLoader(id)
	for _, name := range definitionFiles {
		l.parse(name, []byte(files[name]))
	}
	return l.built()
}

func (l *loader) built() (*Service, error) {
	s := l.build()
	if len(l.mistakes) > 0 {
		return nil, l.mistakes.sorted()
	}
	return s, nil
}

// loader collects a definition and what is wrong with it.
type loader struct {
	dir      string
	files    map[string]string
	roots    map[string]*yaml.Node
	mistakes Mistakes
}

func newLoader(dir string) *loader {
	return &loader{dir: dir, files: map[string]string{}, roots: map[string]*yaml.Node{}}
}

func (l *loader) read(fsys fs.FS) {
	for _, name := range definitionFiles {
		body, err := readBounded(fsys, path.Join(l.dir, name))
		switch {
		case errors.Is(err, fs.ErrNotExist):
			l.mistakes.add(Pos{File: path.Join(l.dir, name)}, "there is no such file: a service is %s, %s and %s", definitionFiles[0], definitionFiles[1], definitionFiles[2])
		case err != nil:
			l.mistakes.add(Pos{File: path.Join(l.dir, name)}, "cannot be read: %v", err)
		default:
			l.parse(name, body)
		}
	}
}

func readBounded(fsys fs.FS, name string) ([]byte, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	body, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	if err == nil && len(body) > maxFile {
		err = fmt.Errorf("longer than %d bytes", maxFile)
	}
	return body, err
}

// parse reads one file and holds it against its shape.
func (l *loader) parse(name string, body []byte) {
	l.files[name] = string(body)
	c := checker{path.Join(l.dir, name), &l.mistakes}
	var doc, more yaml.Node
	decoder := yaml.NewDecoder(bytes.NewReader(body))
	if err := decoder.Decode(&doc); err != nil {
		l.mistakes.add(yamlPos(c.file, err), "this is not YAML: %s", yamlText(err))
		return
	}
	if err := decoder.Decode(&more); err == nil {
		c.wrong(&more, "a second document begins here: one file holds one")
	}
	if len(doc.Content) == 0 {
		l.mistakes.add(Pos{File: c.file}, "the file is empty")
		return
	}
	shape := format.wording
	if name == definitionFile {
		shape = format.service
	}
	c.check(doc.Content[0], shape)
	l.roots[name] = doc.Content[0]
}

// The YAML reader names the line only inside its message, and one too low where it is its parser that complains.
var (
	yamlLine   = regexp.MustCompile(`^yaml: (?:line (\d+): )?`)
	yamlParser = regexp.MustCompile(`did not find expected (?:node content|key|'-' indicator|',' or|<)`)
	yamlFlow   = regexp.MustCompile(`did not find expected ',' or`)
)

func yamlPos(file string, err error) Pos {
	m := yamlLine.FindStringSubmatch(err.Error())
	if m == nil || m[1] == "" {
		return Pos{File: file}
	}
	line, _ := strconv.Atoi(m[1]) // the pattern lets only digits through
	if yamlParser.MatchString(err.Error()) {
		line++
	}
	return Pos{file, line, 1}
}

func yamlText(err error) string {
	switch text := yamlLine.ReplaceAllString(err.Error(), ""); {
	case errors.Is(err, io.EOF):
		return "the file is empty"
	case yamlFlow.MatchString(text):
		return text + " in what begins here; inside {} and [] a text with a comma, a brace, ': ' or a '?' at its end needs quotes"
	case strings.Contains(text, "cannot start any token"):
		return text + "; lines are set in with spaces, never with tabs, and a text that begins with %, @ or a back quote needs quotes"
	case yamlParser.MatchString(text):
		return text + " in what begins here or stands just before; a line is set in further or less than its neighbours, or lacks its colon or quotation mark"
	default:
		return text
	}
}

// hash is SHA-256 over the files: name, length and text of each, in the order of definitionFiles.
func hash(files map[string]string) [sha256.Size]byte {
	sum := sha256.New()
	for _, name := range definitionFiles {
		fmt.Fprintf(sum, "%s %d\n%s", name, len(files[name]), files[name])
	}
	return [sha256.Size]byte(sum.Sum(nil))
}

// child is the value under a key of a mapping; nil where there is none. A nil node has no children.
func child(n *yaml.Node, name string) *yaml.Node {
	if n == nil || n.Kind != yaml.MappingNode {
		return nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == name && n.Content[i].Kind == yaml.ScalarNode {
			return n.Content[i+1]
		}
	}
	return nil
}

// items are the values of a list; none where n is no list.
func items(n *yaml.Node) []*yaml.Node {
	if n == nil || n.Kind != yaml.SequenceNode {
		return nil
	}
	return n.Content
}

// pairs are the keys and values of a mapping, one after the other; none where n is no mapping.
func pairs(n *yaml.Node) []*yaml.Node {
	if n == nil || n.Kind != yaml.MappingNode {
		return nil
	}
	return n.Content[:len(n.Content)/2*2]
}

// The readers below take what check has already complained about for zero.

func textAt(n *yaml.Node, name string) string {
	if v := child(n, name); v != nil && v.Kind == yaml.ScalarNode {
		return v.Value
	}
	return ""
}

func wholeAt(n *yaml.Node, name string) int {
	v, err := strconv.Atoi(textAt(n, name))
	if err != nil {
		return 0
	}
	return v
}

func flagAt(n *yaml.Node, name string) bool { return textAt(n, name) == "true" }

func textsAt(n *yaml.Node, name string) []string {
	var out []string
	for _, item := range items(child(n, name)) {
		out = append(out, item.Value)
	}
	return out
}
