package letters

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
)

// Folder is a printer that takes batches as folders: one PDF a letter, manifest.csv (letter, file, pages, sheets, postage,
// language, format, sha256, piece, envelope: plain where nothing on it may name us) and checksums.sha256. A batch appears whole, by a rename, or not at all; one that is there already was handed over
// before and is left alone. The print house answers with responses.csv (letter, delivered|returned) in the same folder, and an
// empty file "done" after its last word.
type Folder struct{ Dir string }

// Print hands a batch over. Calling it again for the same number is safe.
func (f Folder) Print(_ context.Context, b Batch) error {
	final := f.path(b.Number)
	if _, err := os.Stat(final); err == nil {
		return nil // it has this number already
	}
	if err := os.MkdirAll(f.Dir, 0o750); err != nil {
		return fmt.Errorf("print batch %d: %w", b.Number, err)
	}
	part, err := os.MkdirTemp(f.Dir, ".part-")
	if err != nil {
		return fmt.Errorf("print batch %d: %w", b.Number, err)
	}
	defer os.RemoveAll(part) // what is left of a failed attempt; after the rename there is nothing
	if err := fill(part, b); err != nil {
		return fmt.Errorf("print batch %d: %w", b.Number, err)
	}
	if err := os.Rename(part, final); err != nil {
		if errors.Is(err, fs.ErrExist) {
			return nil // another worker handed it over meanwhile
		}
		return fmt.Errorf("print batch %d: %w", b.Number, err)
	}
	return syncDir(f.Dir)
}

func (f Folder) path(batch int64) string {
	return filepath.Join(f.Dir, fmt.Sprintf("batch-%08d", batch))
}

// fill writes the letters, then the manifest, then the checksums over all of them, each to disk before the batch is shown.
func fill(dir string, b Batch) error {
	var sums []byte
	manifest := [][]string{{"letter", "file", "pages", "sheets", "postage", "language", "format", "sha256", "piece", "envelope"}}
	for _, l := range b.Letters {
		if sha256.Sum256(l.PDF) != l.SHA256 {
			return fmt.Errorf("letter %d is not what was rendered: its checksum differs", l.ID)
		}
		name := fmt.Sprintf("letter-%010d.pdf", l.ID)
		if err := writeFile(filepath.Join(dir, name), l.PDF); err != nil {
			return err
		}
		sum := hex.EncodeToString(l.SHA256[:])
		manifest = append(manifest, []string{strconv.FormatInt(l.ID, 10), name, strconv.Itoa(l.Pages),
			strconv.Itoa((l.Pages + 1) / 2), b.Postage, string(l.Lang), l.Format, sum, l.Piece, envelope(l)})
		sums = append(sums, sum+"  "+name+"\n"...)
	}
	file, err := os.Create(filepath.Join(dir, "manifest.csv"))
	if err != nil {
		return err
	}
	if err := csv.NewWriter(file).WriteAll(manifest); err != nil {
		return errors.Join(err, file.Close())
	}
	if err := errors.Join(file.Sync(), file.Close()); err != nil {
		return err
	}
	if err := writeFile(filepath.Join(dir, "checksums.sha256"), sums); err != nil {
		return err
	}
	if err := os.Chmod(dir, 0o750); err != nil {
		return err
	}
	return syncDir(dir)
}

// envelope is what the letter goes out in: plain ones bear no name, mark or return address.
func envelope(l Printed) string {
	if l.Plain {
		return "plain"
	}
	return "usual"
}

func writeFile(name string, body []byte) error {
	file, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o640)
	if err != nil {
		return err
	}
	_, err = file.Write(body)
	return errors.Join(err, file.Sync(), file.Close())
}

// syncDir makes a rename survive a power cut.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// Responses reads what the print house has answered about a batch. A line it cannot read is an error that names it.
func (f Folder) Responses(_ context.Context, batch int64) (said []Response, done bool, err error) {
	file, err := os.Open(filepath.Join(f.path(batch), "responses.csv"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, err
	}
	defer file.Close()
	rows, err := csv.NewReader(bufio.NewReader(file)).ReadAll()
	if err != nil {
		return nil, false, err
	}
	for i, row := range rows {
		if i == 0 && row[0] == "letter" {
			continue
		}
		r, err := response(row)
		if err != nil {
			return nil, false, fmt.Errorf("%s line %d: %w", file.Name(), i+1, err)
		}
		said = append(said, r)
	}
	_, err = os.Stat(filepath.Join(f.path(batch), "done"))
	return said, err == nil, nil
}

func response(row []string) (Response, error) {
	if len(row) != 2 {
		return Response{}, errors.New("a response is a letter and a state")
	}
	id, err := strconv.ParseInt(row[0], 10, 64)
	if err != nil {
		return Response{}, fmt.Errorf("%q is not a letter", row[0])
	}
	switch State(row[1]) {
	case Delivered, Returned:
		return Response{Letter: id, State: State(row[1])}, nil
	}
	return Response{}, fmt.Errorf("%q is neither delivered nor returned", row[1])
}
