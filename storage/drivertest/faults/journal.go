package main

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
)

// journal is what the world outside the database knows: files of lines that outlive the processes which wrote them.
type journal struct {
	dir string
	mu  sync.Mutex
}

func (j *journal) note(file, line string) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	f, err := os.OpenFile(filepath.Join(j.dir, file), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(f, line)
	return errors.Join(err, f.Close())
}

// lines are what was noted. One that a killed process did not finish is not among them.
func (j *journal) lines(file string) (all []string, err error) {
	f, err := os.Open(filepath.Join(j.dir, file))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	for r := bufio.NewReader(f); ; {
		line, err := r.ReadString('\n')
		if err != nil {
			return all, nil
		}
		all = append(all, strings.TrimSuffix(line, "\n"))
	}
}
