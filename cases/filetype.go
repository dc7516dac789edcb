package cases

import (
	"bytes"
	"net/http"
	"slices"
)

// maxFile is the largest document, in bytes: what the published Blue Badge form takes.
const maxFile = 10 << 20

// fileTypes are the documents that are kept: what staff can open without risk.
var fileTypes = []string{"image/jpeg", "image/png", "image/webp", "application/pdf"}

// heicBrands are the first brands of pictures as iPhones take them (ISO/IEC 23008-12).
var heicBrands = []string{"heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1"}

// fileType tells what a file is by its content, whatever its name says; ErrFileType for anything that is not kept.
func fileType(body []byte) (string, error) {
	if len(body) >= 12 && bytes.Equal(body[4:8], []byte("ftyp")) && slices.Contains(heicBrands, string(body[8:12])) {
		return "image/heic", nil
	}
	if found := http.DetectContentType(body); slices.Contains(fileTypes, found) {
		return found, nil
	}
	return "", ErrFileType
}
