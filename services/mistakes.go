package services

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Mistake is one thing wrong with a definition: where it stands and, in a plain sentence, what to put right.
type Mistake struct {
	Pos  Pos
	Text string
}

// String is the mistake as compilers write them: "services/x/service.yaml:12:5: …".
func (m Mistake) String() string { return m.Pos.String() + ": " + m.Text }

// Mistakes are all that is wrong with a definition, in the order of its files. As an error it is one line a mistake.
type Mistakes []Mistake

// Error is one line a mistake.
func (m Mistakes) Error() string {
	lines := make([]string, len(m))
	for i, one := range m {
		lines[i] = one.String()
	}
	return strings.Join(lines, "\n")
}

// String is "file:line:column"; a place without a line is the whole file.
func (p Pos) String() string {
	if p.Line == 0 {
		return p.File
	}
	return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Col)
}

func (m *Mistakes) add(at Pos, format string, args ...any) {
	*m = append(*m, Mistake{at, fmt.Sprintf(format, args...)})
}

// sorted puts service.yaml first, then the wordings, each from top to bottom, and drops what was said twice.
func (m Mistakes) sorted() Mistakes {
	slices.SortStableFunc(m, func(a, b Mistake) int {
		return cmp.Or(fileRank(a.Pos.File)-fileRank(b.Pos.File), cmp.Compare(a.Pos.File, b.Pos.File),
			a.Pos.Line-b.Pos.Line, a.Pos.Col-b.Pos.Col)
	})
	return slices.Compact(m)
}

func fileRank(file string) int {
	if strings.HasSuffix(file, definitionFile) {
		return 0
	}
	return 1
}

// nearest is ": did you mean x?" where one of names is close to what was written, else the list of a few names.
func nearest(written string, names []string) string {
	best, distance := "", len(written)/3+2
	for _, name := range names {
		if d := editDistance(written, name); d < distance {
			best, distance = name, d
		}
	}
	if best != "" {
		return fmt.Sprintf(": did you mean %s?", best)
	}
	if len(names) > 0 && len(names) <= 20 {
		return ": known are " + strings.Join(names, ", ")
	}
	return ""
}

// editDistance counts inserted, dropped, changed and swapped letters (optimal string alignment).
func editDistance(a, b string) int {
	if len(a) > 60 || len(b) > 60 { // no name is that long, and the table below grows with both
		return 60
	}
	rows := make([][]int, len(a)+1)
	for i := range rows {
		rows[i] = make([]int, len(b)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			change := 1
			if a[i-1] == b[j-1] {
				change = 0
			}
			rows[i][j] = min(rows[i-1][j]+1, rows[i][j-1]+1, rows[i-1][j-1]+change)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				rows[i][j] = min(rows[i][j], rows[i-2][j-2]+1)
			}
		}
	}
	return rows[len(a)][len(b)]
}
