"""The same members through sparse_dot_topn: CPU time of one thread, float32.

Reads a matrix that the benchmark wrote (CSR: rows, columns, indptr, indices,
data) and prints one line a measure. A member's row has the square root of
weight times level for each item, so that a product of two rows is near to what
they share; the exact ratio of the model is more than a product, and is not
asked of it.
"""

import json
import random
import sys
import time

import numpy
import scipy.sparse
from sparse_dot_topn import sp_matmul_topn

TOP = 10


def cpu_s(work):
    begin = time.process_time()
    work()
    return time.process_time() - begin


def main():
    path, rounds, rows_for_all = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    with open(path, "rb") as file:
        rows, columns, cells = numpy.fromfile(file, dtype="<u8", count=3).tolist()
        indptr = numpy.fromfile(file, dtype="<i8", count=rows + 1)
        indices = numpy.fromfile(file, dtype="<i4", count=cells)
        data = numpy.fromfile(file, dtype="<f4", count=cells)
    narrow = indptr.astype("<i4")
    matrix = scipy.sparse.csr_matrix((data, indices, narrow), shape=(rows, columns))
    # Its own form of the right side: turned once, ahead of all questions.
    turned = matrix.T.tocsr()
    chance = random.Random(1)

    def ask(row):
        return sp_matmul_topn(matrix[row], turned, top_n=TOP, n_threads=1)

    ask(0)
    one = sorted(cpu_s(lambda: ask(chance.randrange(rows))) for _ in range(rounds))
    sample = sorted(chance.sample(range(rows), min(rows, rows_for_all)))
    part = matrix[sample]
    all_s = cpu_s(lambda: sp_matmul_topn(part, turned, top_n=TOP, n_threads=1))
    print(json.dumps({
        "one_ms": 1e3 * one[len(one) // 2],
        "sample_rows": len(sample),
        "all_pairs_s": all_s * rows / len(sample),
    }))


main()
