//! Hosts that queries and updates may ask: what is not on the list is refused,
//! and so is what is listed and private, which all of this machine is. How a
//! host is asked is tested where it is done, and between two machines by
//! `tests/clients/federation`.

use crate::running::{Connection, Service};
use crate::seeded::data_directory;
use crate::support::{command, send_to};
use crate::writable::key;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use passerelle::desk::Desk;
use passerelle::domain::Role;
use passerelle::graph::{Federation, OpenOptions};
use passerelle::http::{self, HttpSettings};
use passerelle::operations::{Opening, Passerelle};
use passerelle::web;
use std::net::TcpListener;
use std::time::Duration;

/// A host on this machine, and the ways to name it.
struct Bystander {
    listener: TcpListener,
    origins: [String; 3],
}

impl Bystander {
    fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        listener.set_nonblocking(true).expect("a listener that can be asked");
        let port = listener.local_addr().expect("an address").port();
        let origins = ["localhost", "127.0.0.1", "[::ffff:7f00:1]"];
        Self { listener, origins: origins.map(|host| format!("http://{host}:{port}")) }
    }

    fn is_left_alone(&self) -> bool {
        self.listener.accept().is_err()
    }
}

fn ask(service: &Service, query: &str) -> String {
    let form = form_urlencoded::Serializer::new(String::new()).append_pair("query", query).finish();
    let mut connection: Connection = service.connect();
    connection.send(&format!(
        "GET /sparql?{form} HTTP/1.1\r\nHost: x\r\nAccept: text/csv\r\nConnection: close\r\n\r\n"
    ));
    connection.rest()
}

#[test]
fn workers_ask_nobody_who_is_private_or_not_on_the_list() {
    let bystander = Bystander::new();
    let service = Service::with(&[("federation_allow", &bystander.origins.join(", "))]);
    for origin in &bystander.origins {
        let answer = ask(&service, &format!("SELECT * {{ SERVICE <{origin}/> {{ ?s ?p ?o }} }}"));
        assert!(answer.starts_with("HTTP/1.1 422 "), "{answer}");
        assert!(answer.contains(&format!("{origin}, which has a private address")), "{answer}");
        let silent = format!("SELECT ?s {{ SERVICE SILENT <{origin}/> {{ ?s ?p ?o }} }}");
        assert!(ask(&service, &silent).starts_with("HTTP/1.1 200 "), "one empty solution");
    }
    for silent in ["", "SILENT"] {
        let query =
            format!("ASK {{ SERVICE {silent} <https://other.example/sparql> {{ ?s ?p ?o }} }}");
        let answer = ask(&service, &query);
        assert!(answer.starts_with("HTTP/1.1 422 "), "{answer}");
        assert!(answer.contains("https://other.example, which is not on the list"), "{answer}");
    }
    assert!(bystander.is_left_alone());
    let described = service.get_with("/sparql", "Accept: text/turtle\r\n");
    assert!(described.contains("sd:BasicFederatedQuery"), "{described}");
}

#[test]
fn a_load_from_a_private_address_is_refused() {
    let bystander = Bystander::new();
    let directory = data_directory();
    let allowed = bystander.origins.join(",").parse().expect("origins");
    let federation = Federation::new(allowed, Duration::from_secs(10), 1024);
    let options = OpenOptions { federation, ..OpenOptions::default() };
    let opening = Opening { options, ..Opening::default() };
    let (service, _) = Passerelle::open_with(directory.path(), opening).expect("it opens");
    let app = http::app(service, HttpSettings::default(), web::pages())
        .expect("the service describes itself");
    let desk = Desk::open(directory.path()).expect("the desk opens twice");
    let bearer = format!("Bearer {}", key(&desk, Role::Admin));
    for origin in &bystander.origins {
        for (text, status) in [
            (format!("LOAD <{origin}/a.ttl>"), StatusCode::UNPROCESSABLE_ENTITY),
            (format!("LOAD SILENT <{origin}/a.ttl>"), StatusCode::NO_CONTENT),
        ] {
            let request = Request::post("/update")
                .header("authorization", &bearer)
                .header("content-type", "application/sparql-update")
                .body(Body::from(text.clone()));
            let answer = send_to(&app, request.expect("a well-formed request"));
            assert_eq!(answer.status, status, "{text}: {}", answer.text());
            assert!(answer.status.is_success() || answer.text().contains("private address"));
        }
    }
    assert!(bystander.is_left_alone());
}

#[test]
fn a_list_that_is_not_one_of_origins_stops_the_start() {
    let directory = data_directory();
    let data = directory.path().to_str().expect("a path in UTF-8");
    let mut serve = command(&["serve", "--listen", "127.0.0.1:0", "--data", data]);
    let ended = serve.env("PASSERELLE_FEDERATION_ALLOW", "https://a.example/sparql").output();
    let ended = ended.expect("it ends");
    let words = String::from_utf8_lossy(&ended.stderr);
    assert_eq!(ended.status.code(), Some(1), "{words}");
    assert!(words.contains("federation_allow: 'https://a.example/sparql'"), "{words}");
}
