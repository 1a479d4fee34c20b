import GRDB
import GRDBSQLite

/// A statement of the append path, compiled once by GRDB and run through SQLite's own interface. Wrapping each value
/// for GRDB took a third of the time spent on a row.
struct AppendStatement {
    private let statement: OpaquePointer
    private let database: Database

    init(_ sql: String, _ db: Database) throws {
        database = db
        statement = try db.cachedStatement(sql: sql).sqliteStatement
    }

    /// Binds a number to the parameter at `place`, counted from 1.
    func bind(_ place: Int32, _ number: some BinaryInteger) {
        sqlite3_bind_int64(statement, place, Int64(number))
    }

    /// Binds a text to the parameter at `place`, counted from 1.
    func bind(_ place: Int32, _ text: String) {
        var text = text
        text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { characters in
                // SQLITE_TRANSIENT: SQLite copies the text.
                let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
                _ = sqlite3_bind_text(statement, place, characters.baseAddress, Int32(characters.count), transient)
            }
        }
    }

    /// Runs the statement to its end and resets it for the next use.
    func run() throws {
        let code = sqlite3_step(statement)
        guard code == SQLITE_DONE else {
            let words = String(cString: sqlite3_errmsg(database.sqliteConnection))
            sqlite3_reset(statement)
            throw DatabaseError(resultCode: ResultCode(rawValue: code), message: words)
        }
        sqlite3_reset(statement)
    }
}
