package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"sync"
)

// message is one message of PostgreSQL's protocol on its way through the proxy, with its type and length.
type message struct {
	toServer bool
	whole    []byte
}

func (m message) isCommit() bool {
	return m.toServer && m.whole[0] == 'Q' && bytes.Contains(bytes.ToLower(m.whole), []byte("commit"))
}

func (m message) isCommitted() bool {
	return !m.toServer && m.whole[0] == 'C' && bytes.HasPrefix(m.whole[5:], []byte("COMMIT\x00"))
}

// proxy stands between a program and its server, on a loopback port, and asks pass of each message how many bytes of it go on, and whether
// both connections are closed then.
type proxy struct {
	listener net.Listener
	server   string // its socket
	pass     func(message) (n int, cut bool)
	open     sync.WaitGroup
}

func newProxy(server string, pass func(message) (int, bool)) (*proxy, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	p := &proxy{listener: listener, server: server, pass: pass}
	p.open.Go(p.accept)
	return p, nil
}

func (p *proxy) dsn() string {
	_, port, _ := net.SplitHostPort(p.listener.Addr().String())
	return "host=127.0.0.1 port=" + port + " user=chamsoc dbname=postgres sslmode=disable"
}

// close waits until every connection has ended, so the program closes its own first.
func (p *proxy) close() {
	p.listener.Close()
	p.open.Wait()
}

func (p *proxy) accept() {
	for {
		program, err := p.listener.Accept()
		if err != nil {
			return
		}
		server, err := net.Dial("unix", p.server)
		if err != nil {
			program.Close()
			continue
		}
		both := func() { program.Close(); server.Close() }
		p.open.Go(func() { defer both(); p.forward(program, server, true) })
		p.open.Go(func() { defer both(); p.forward(server, program, false) })
	}
}

// forward ends with either connection. The first message of a program has no type.
func (p *proxy) forward(from, to net.Conn, toServer bool) {
	if toServer {
		first, err := readMessage(from, 0)
		if err != nil {
			return
		}
		if _, err := to.Write(first); err != nil {
			return
		}
	}
	for {
		whole, err := readMessage(from, 1)
		if err != nil {
			return
		}
		n, cut := p.pass(message{toServer, whole})
		if _, err := to.Write(whole[:n]); err != nil || cut {
			return
		}
	}
}

// readMessage reads a type of so many bytes, a length, and what it is the length of.
func readMessage(from io.Reader, kind int) ([]byte, error) {
	head := make([]byte, kind+4)
	if _, err := io.ReadFull(from, head); err != nil {
		return nil, err
	}
	n := int(binary.BigEndian.Uint32(head[kind:])) - 4
	if n < 0 || n > 1<<24 {
		return nil, errors.New("this is not PostgreSQL's protocol")
	}
	whole := append(head, make([]byte, n)...)
	_, err := io.ReadFull(from, whole[kind+4:])
	return whole, err
}
