package match

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
)

// Columns says which columns of a file hold what: a field of ours to its columns' names. Several are several lines of an address, or parts
// of a name, in order.
type Columns map[string][]string

// ColumnFields are the fields a file may have.
var ColumnFields = []string{"id", "full_name", "given_name", "middle_name", "surname", "previous_name", "date_of_birth", "postcode", "house_number", "address_line_1",
	"address_line_2", "address_line_3", "town", "phone", "email", "nino", "nhs_number", "other_number", "gender", "place_of_birth", "occupation"}

// Row is one record of a file.
type Row struct {
	ID     string
	Record Record
}

// ReadRows reads a file of comma-separated values (or semicolons, or tabs, as its first line has them). The error says in one plain sentence what is wrong, with
// the line. Cells may be padded, quoted, or missing at the end of a line.
func ReadRows(in io.Reader, columns Columns) ([]Row, error) {
	b := bufio.NewReaderSize(in, 1<<16)
	if bom, _ := b.Peek(3); bytes.Equal(bom, []byte("\xef\xbb\xbf")) {
		b.Discard(3)
	}
	r := csv.NewReader(b)
	r.FieldsPerRecord, r.LazyQuotes, r.TrimLeadingSpace, r.ReuseRecord = -1, true, true, true
	r.Comma = delimiter(b)
	header, err := r.Read()
	if err != nil {
		return nil, errors.New("the file is empty: its first line must name the columns")
	}
	at, err := columns.places(header)
	if err != nil {
		return nil, err
	}
	width := len(header)
	var rows []Row
	ids := map[string]int{}
	for {
		cells, err := r.Read()
		if err == io.EOF {
			return rows, nil
		}
		line, _ := r.FieldPos(0)
		if err != nil {
			return nil, fmt.Errorf("line %d cannot be read: %w", line, unwrapped(err))
		}
		if len(cells) > width && strings.TrimSpace(strings.Join(cells[width:], "")) != "" {
			return nil, fmt.Errorf("line %d has %d cells, and the first line names %d columns: put quotes around cells with commas in them", line, len(cells), width)
		}
		row := at.row(cells)
		if row.ID == "" {
			return nil, fmt.Errorf("line %d has no id", line)
		}
		if before, ok := ids[row.ID]; ok {
			return nil, fmt.Errorf("line %d has the same id as line %d: %q", line, before, row.ID)
		}
		ids[row.ID] = line
		rows = append(rows, row)
	}
}

func unwrapped(err error) error {
	var parse *csv.ParseError
	if errors.As(err, &parse) {
		return parse.Err
	}
	return err
}

// delimiter is what the first line has most of: comma, semicolon or tab.
func delimiter(b *bufio.Reader) rune {
	head, _ := b.Peek(b.Size())
	line, _, _ := bytes.Cut(head, []byte("\n"))
	best := ','
	for _, c := range ";\t|" {
		if bytes.Count(line, []byte(string(c))) > bytes.Count(line, []byte(string(best))) {
			best = c
		}
	}
	return best
}

// Check says in a sentence what cannot be of such columns, whatever the file.
func (c Columns) Check() error {
	for _, field := range slices.Sorted(maps.Keys(c)) {
		if !slices.Contains(ColumnFields, field) {
			return fmt.Errorf("%q is not a field: the fields are %s", field, strings.Join(ColumnFields, ", "))
		}
	}
	switch {
	case len(c["id"]) == 0:
		return errors.New("id is missing: it says which column names a record")
	case len(c) == 1:
		return errors.New("there is nothing to compare but the id")
	}
	return nil
}

// places are the numbers of columns.
type places map[string][]int

// places finds the columns in the first line, whatever the case and padding of their names.
func (c Columns) places(header []string) (places, error) {
	have := map[string]int{}
	for i, name := range header {
		have[strings.ToLower(strings.TrimSpace(name))] = i
	}
	out := places{}
	if err := c.Check(); err != nil {
		return nil, err
	}
	for _, field := range ColumnFields {
		names := c[field]
		for _, name := range names {
			i, ok := have[strings.ToLower(strings.TrimSpace(name))]
			if !ok {
				return nil, fmt.Errorf("the file has no column %q (for %s): its columns are %s", name, field, strings.Join(trimmed(header), ", "))
			}
			out[field] = append(out[field], i)
		}
	}
	return out, nil
}

func trimmed(all []string) []string {
	out := make([]string, len(all))
	for i, s := range all {
		out[i] = strings.TrimSpace(s)
	}
	return out
}

// row reads one line.
func (at places) row(cells []string) Row {
	get := func(field string) []string {
		var out []string
		for _, i := range at[field] {
			if i < len(cells) {
				if v := strings.TrimSpace(cells[i]); v != "" {
					out = append(out, strings.Clone(v))
				}
			}
		}
		return out
	}
	one := func(field string) string { return strings.Join(get(field), " ") }
	r := Record{Born: get("date_of_birth"), Phones: get("phone"), Emails: get("email"), NINO: one("nino"), NHS: one("nhs_number"), Numbers: get("other_number"),
		Gender: one("gender"), Birthplace: one("place_of_birth"), Occupation: one("occupation")}
	n := Name{Full: one("full_name"), Given: strings.TrimSpace(one("given_name") + " " + one("middle_name")), Surname: one("surname")}
	r.Names = append(r.Names, n)
	for _, former := range get("previous_name") {
		r.Names = append(r.Names, Name{Full: former})
	}
	home := Address{Town: one("town"), Postcode: one("postcode")}
	for _, f := range []string{"address_line_1", "address_line_2", "address_line_3"} {
		if l := one(f); l != "" {
			home.Lines = append(home.Lines, l)
		}
	}
	if h := one("house_number"); h != "" {
		home.Lines = append([]string{h}, home.Lines...)
	}
	r.Addresses = []Address{home}
	return Row{ID: strings.TrimSpace(strings.Join(get("id"), "-")), Record: r}
}
